"""Use case 3: the user's own details in messages, beside a picture of hers or on their own; nothing is read twice."""

from exposurewatch.exposures.searching import Exposures, Naming
from exposurewatch.exposures.ties import NEAR

__all__ = ["NEAR", "Exposures", "Naming"]
