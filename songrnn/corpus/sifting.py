"""Which prepared pieces stay, and on which side of the split: each music once, no music on two sides.

Sees pieces one by one and keeps hashes of each, 3 kB, no text, so that a corpus can be larger than memory. The splits
hold their shares of every source; a split that a data set comes with is kept.
"""

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import blake2b, sha256
from typing import Any

from songrnn.corpus.split import NAMES, Shares, TooFewError
from songrnn.errors import CorpusError

COPY, NEAR = "the same text as an earlier piece", "nearly the same music as an earlier piece"
_DROPPED = -1
_HELD_OUT = ("test", "valid")


class Sifter:
    """Takes note of every piece in turn; then `split` says where each belongs.

    near   dropped or grouped: what becomes of a piece that is nearly the same as an earlier one
    """

    def __init__(self, near: str) -> None:
        self._near = near
        self._texts: set[bytes] = set()
        self._groups: dict[str, int] = {}  # by key
        self._sources: list[str] = []  # of each group's first piece
        self._given: list[str] = []
        self._sizes: list[int] = []
        self._pieces = array("l")  # the group of each piece, or _DROPPED
        self._sketches: dict[int, int] = {}  # hashed keys of passages, and the first group with each
        self._joined: list[int] = []  # groups that are one with an earlier one: that one; else themselves

    def add(self, piece: dict[str, Any]) -> str:
        """Take note of the next piece; returns why it is dropped, "" if it stays."""
        text = blake2b(piece["text"].encode(errors="surrogatepass"), digest_size=12).digest()
        group = self._groups.get(piece["key"])
        why = COPY if text in self._texts else NEAR if group is not None and self._near == "dropped" else ""
        if why:
            self._pieces.append(_DROPPED)
            return why
        self._texts.add(text)
        if group is None:
            group = self._groups[piece["key"]] = len(self._sizes)
            self._sources.append(piece["source"])
            self._given.append(piece["split"])
            self._sizes.append(0)
            self._joined.append(group)
        for mark in piece["sketch"]:
            self._join(group, self._sketches.setdefault(hash(mark), group))
        self._sizes[group] += 1
        self._pieces.append(group)
        return ""

    def _join(self, one: int, other: int) -> None:
        """Two groups share passages: they are one."""
        here, there = self._root(one), self._root(other)
        self._joined[max(here, there)] = min(here, there)

    def _root(self, group: int) -> int:
        while self._joined[group] != group:
            self._joined[group] = self._joined[self._joined[group]]
            group = self._joined[group]
        return group

    def split(self, shares: Shares) -> Iterator[str]:
        """The split of each piece in turn, "" for those that were dropped; raises CorpusError if there are too few."""
        self._texts.clear()
        self._sketches.clear()
        roots = [self._root(group) for group in range(len(self._sizes))]
        for group, root in enumerate(roots):
            if root != group:
                self._sizes[root] += self._sizes[group]
                self._given[root] = self._given[root] or self._given[group]
        places = self._place(shares, sorted(set(roots)))
        return (places[roots[group]] if group >= 0 else "" for group in self._pieces)

    def _place(self, shares: Shares, groups: Sequence[int]) -> dict[int, str]:
        places = {group: self._given[group] for group in groups}
        free = [at for at, place in places.items() if place not in _HELD_OUT]
        _check_enough(len(groups), len(free), sum(name not in places.values() for name in _HELD_OUT))
        keys = list(self._groups)
        free.sort(key=lambda at: (self._sources[at], sha256(f"{shares.seed}:{keys[at]}".encode()).digest()))
        for name, share in (("test", shares.test), ("valid", shares.valid)):
            done = {self._sources[at] for at, place in places.items() if place == name}
            chosen = {*self._choose([at for at in free if self._sources[at] not in done], share)}
            chosen |= set() if chosen or done else {free[0]}
            places |= dict.fromkeys(chosen, name)
            free = [at for at in free if at not in chosen]
        if not free:
            raise CorpusError("The shares that are held out leave no piece for training; make them smaller.")
        places |= dict.fromkeys(free, "train")
        return places

    def _choose(self, free: list[int], share: float) -> Iterator[int]:
        """The first groups of every source, as long as they are no more than the share of all pieces seen so far."""
        sizes = Counter[str]()
        for at in free:
            sizes[self._sources[at]] += self._sizes[at]
        due, source = 0.0, None
        chosen = 0
        for at in free:
            if self._sources[at] != source:
                source = self._sources[at]
                due += share * sizes[source]
            if chosen + self._sizes[at] <= due:
                chosen += self._sizes[at]
                yield at


def _check_enough(groups: int, free: int, missing: int) -> None:
    """Raise CorpusError if there are not as many groups as splits that have none."""
    if groups < len(NAMES):
        raise TooFewError(
            f"{groups} different piece(s) cannot be split into training, validation and test; give at least three."
        )
    if free <= missing:
        raise CorpusError(
            f"Of {groups} different pieces all but {free} lie in folders or files that are named as validation or "
            "test; give pieces for training too."
        )
