from pathlib import Path

from exposurewatch.doctor.asking import asking
from exposurewatch.doctor.probe import NO, YES, Order
from exposurewatch.sandbox.protocol import Cause, Failure
from exposurewatch.sandbox.worker import Limits


def test_one_worker_answers_several_questions_and_outlives_a_hard_one(tmp_path: Path) -> None:
    with asking(Limits(seconds=5)) as ask:
        assert ask(Order.LIST, str(tmp_path)) == YES
        assert ask(Order.LIST, f"{tmp_path}/\udcff") == NO  # a path that is no text
        assert ask(Order.LIBRARY, "no_such_library") == Failure(Cause.FAILED)
        assert ask(Order.RESERVE, "1") == YES
