"""What is taken from a decoded picture: of an own photo all that is remembered, of a picture found what is compared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exposurewatch.fingerprints.crops import crops_of
from exposurewatch.fingerprints.frames import fingerprints_of
from exposurewatch.fingerprints.layout import layout_of
from exposurewatch.fingerprints.local import features_of, photo_features, resized
from exposurewatch.model import ORIENTATIONS, Fingerprints, Picture
from exposurewatch.parameters import LEAST_FEATURES

if TYPE_CHECKING:
    from exposurewatch.images import Decoded
    from exposurewatch.parameters import Look

PHOTO_FORMS = len(ORIENTATIONS)  # an own photo is hashed in all its forms, so that a picture found needs only one
PICTURE_FORMS = 1


def is_plain(fingerprints: Fingerprints) -> bool:
    """Whether there is too little to see for anything but the same bytes to tell a copy."""
    points = 0 if fingerprints.local is None else len(fingerprints.local.points)
    return points < LEAST_FEATURES and not any(frame.digests for frame in fingerprints.frames)


def look_at_photo(decoded: Decoded) -> Fingerprints:
    """The fingerprints of one of the user's own photos, with those of its parts."""
    return replace(look_at_still(decoded), crops=crops_of(decoded))


def look_at_still(decoded: Decoded) -> Fingerprints:
    """The same without its parts: of the many frames of an own video that is enough."""
    hashed = fingerprints_of(decoded, PHOTO_FORMS)
    return replace(hashed, local=photo_features(decoded.grey), layout=layout_of(decoded.grey))


def look_at_picture(decoded: Decoded, look: Look) -> Picture:
    """The fingerprints of a picture found, and the grey pixels in which its points lie."""
    view = resized(decoded.grey, look.side)
    return Picture(replace(fingerprints_of(decoded, PICTURE_FORMS), local=features_of(view, look.features)), view)
