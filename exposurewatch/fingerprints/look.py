"""What is taken from a decoded picture: of an own photo all that is remembered, of a picture found what is compared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exposurewatch.fingerprints.frames import fingerprints_of
from exposurewatch.fingerprints.holding import may_hold_others
from exposurewatch.fingerprints.layout import layout_of
from exposurewatch.fingerprints.local import features_of, photo_features, resized
from exposurewatch.model import ORIENTATIONS, Fingerprints, Picture
from exposurewatch.parameters import LEAST_FEATURES, SMOOTH

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from exposurewatch.images import Decoded
    from exposurewatch.model import LocalFeatures
    from exposurewatch.parameters import Setting

    Grey = NDArray[np.uint8]

PHOTO_FORMS = len(ORIENTATIONS)  # an own photo is hashed in all its forms, so that a picture found needs only one
PICTURE_FORMS = 1


def is_plain(fingerprints: Fingerprints) -> bool:
    """Whether there is too little to see for anything but the same bytes to tell a copy."""
    points = 0 if fingerprints.local is None else len(fingerprints.local.points)
    return points < LEAST_FEATURES and not any(frame.digests for frame in fingerprints.frames)


def look_at_photo(decoded: Decoded) -> Fingerprints:
    """The fingerprints of one of the user's own photos."""
    hashed = fingerprints_of(decoded, PHOTO_FORMS)
    return replace(hashed, local=photo_features(decoded.grey), layout=layout_of(decoded.grey))


def look_at_picture(decoded: Decoded, setting: Setting) -> Picture:
    """The fingerprints of a picture found, and the grey pixels in which its points lie."""
    view, local = picture_features(decoded.grey, setting)
    return Picture(replace(fingerprints_of(decoded, PICTURE_FORMS), local=local), view)


def picture_features(grey: Grey, setting: Setting) -> tuple[Grey, LocalFeatures]:
    """The pixels of a picture found in which features are looked for, and these features."""
    view = resized(grey, setting.side)
    if not may_hold_others(view):
        local = features_of(view, setting.features)
        if len(local.points) >= SMOOTH:
            return view, local
    view = resized(grey, setting.closer_side)
    return view, features_of(view, setting.closer_features)
