"""Picks the own photos worth verifying: those whose points are near a picture's and agree on scale and rotation.

Source: Jégou, Douze and Schmid, "Hamming embedding and weak geometric consistency" (2008).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from exposurewatch.parameters import FARTHEST_CODE, LEAST_STRENGTH, LEAST_VOTES

if TYPE_CHECKING:
    from numpy.typing import NDArray

_OCTAVES = 11  # from five octaves smaller to five larger
_SECTORS = 12  # of 30 degrees


@dataclass(frozen=True, slots=True)
class Pairs:
    """Near points of one picture and one own photo: `found` and `own` number them, `distances` are in bits."""

    owner: int
    strength: float
    found: NDArray[np.int64]
    own: NDArray[np.int64]
    distances: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Ballot:
    """All near pairs of a picture, as parallel rows; `octaves` and `degrees` compare the found point to the own one."""

    owner: NDArray[np.int64]
    found: NDArray[np.int64]
    own: NDArray[np.int64]
    distances: NDArray[np.int32]
    octaves: NDArray[np.float64]
    degrees: NDArray[np.float64]


def of_enough(owner: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which votes are for owners that have enough of them to be elected at all; by chance most have one or two."""
    enough: NDArray[np.bool_] = np.bincount(owner)[owner] >= LEAST_VOTES
    return enough


def elected(ballot: Ballot, most: int) -> list[Pairs]:
    """The pairs of the `most` owners with the most consistent votes, strongest first.

    Of each owner only those pairs are kept that voted for its winning bin or one beside it.
    """
    ballot = _one_vote_a_point(ballot)
    owners, owner_of = np.unique(ballot.owner, return_inverse=True)
    if not len(owners):
        return []
    octave = np.clip(np.round(ballot.octaves).astype(int) + _OCTAVES // 2, 0, _OCTAVES - 1)
    sector = np.round(ballot.degrees * _SECTORS / 360).astype(int) % _SECTORS
    strength, best_octave, best_sector = _winners(ballot, owner_of, octave, sector, len(owners))
    near_octave = np.abs(octave - best_octave[owner_of]) <= 1
    near_sector = np.isin((sector - best_sector[owner_of]) % _SECTORS, (0, 1, _SECTORS - 1))
    consistent = near_octave & near_sector
    counts = np.bincount(owner_of[consistent], minlength=len(owners))
    eligible = np.flatnonzero((counts >= LEAST_VOTES) & (strength >= LEAST_STRENGTH))
    strongest = eligible[np.argsort(-strength[eligible], kind="stable")][:most]
    return [_pairs(ballot, consistent & (owner_of == row), int(owners[row]), float(strength[row])) for row in strongest]


def _one_vote_a_point(ballot: Ballot) -> Ballot:
    """Keep the first, which is the nearest, of several votes that one point of the picture gives to one owner."""
    key = ballot.owner * (int(ballot.found.max(initial=0)) + 1) + ballot.found
    _, first = np.unique(key, return_index=True)
    return Ballot(*(getattr(ballot, name)[first] for name in Ballot.__slots__))


def _winners(
    ballot: Ballot, owner_of: NDArray[np.intp], octave: NDArray[np.int64], sector: NDArray[np.int64], owners: int
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """For each owner the most weight that falls into neighbouring bins of scale and rotation, and the bin amid them."""
    weights = 1 - ballot.distances / FARTHEST_CODE + 0.05
    bins = (owner_of * _OCTAVES + octave) * _SECTORS + sector
    histogram = np.bincount(bins, weights, owners * _OCTAVES * _SECTORS).reshape(owners, _OCTAVES, _SECTORS)
    smooth = histogram + np.roll(histogram, 1, axis=2) + np.roll(histogram, -1, axis=2)
    smooth[:, 1:] += histogram[:, :-1]
    smooth[:, :-1] += histogram[:, 1:]
    flat = smooth.reshape(owners, -1)
    winner = flat.argmax(axis=1)
    return flat[np.arange(owners), winner], winner // _SECTORS, winner % _SECTORS


def _pairs(ballot: Ballot, rows: NDArray[np.bool_], owner: int, strength: float) -> Pairs:
    return Pairs(owner, strength, ballot.found[rows], ballot.own[rows], ballot.distances[rows])
