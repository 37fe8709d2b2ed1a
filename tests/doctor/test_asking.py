from pathlib import Path

from benchmarks.lock import unlocked
from exposurewatch.doctor.asking import asking
from exposurewatch.doctor.probe import NO, YES, Order
from exposurewatch.sandbox.protocol import Cause, Failure
from exposurewatch.sandbox.worker import Limits


def test_one_worker_answers_several_questions_and_outlives_a_hard_one(tmp_path: Path) -> None:
    with unlocked(), asking(Limits(seconds=5)) as ask:
        assert ask(Order.LIST, str(tmp_path)) == YES
        assert ask(Order.LIST, f"{tmp_path}/\udcff") == NO  # a path that is no text
        assert ask(Order.RESERVE, "as much as there is") == Failure(Cause.FAILED)
        assert ask(Order.RESERVE, "1") == YES
