"""Interval trees out of numpy's pickled arrays of objects, without trust in the pickle.

A pickle names functions and calls them. Here it may name what numpy's arrays and interval trees are made of and nothing
else, and what it gets for those names are stand-ins of our own, which keep numbers and do nothing. So neither numpy's
nor intervaltree's code runs, and audio is thrown away as soon as it is read.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pickle import UnpicklingError, _Unpickler  # in Python: the one in C takes memory for whatever number it is told
from typing import IO, Any, Final, NamedTuple

from songrnn.errors import MusicError
from songrnn.printable import one_line

_LARGEST = 512 << 20  # bytes of an array; 18 minutes of audio take 190 million
_LONGEST_LINE = 1 << 12
_LONGEST_HEADER = 10_000
_NUMBERS = frozenset({"b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"})


class Interval(NamedTuple):
    """What an interval tree knows of one interval."""

    begin: Any
    end: Any
    data: Any = None


def intervals(file: IO[bytes]) -> list[Interval]:
    """The intervals of the first tree in a pickled array of objects, as `numpy.save` writes it.

    raises   MusicError if there is none, it is too large, or names anything that an array of trees does not need
    """
    bounded = _Bounded(file)
    _pass_header(bounded)
    try:
        found = _Careful(bounded, encoding="latin-1").load()
    except MusicError:
        raise
    except Exception as error:  # a torn pickle makes its reader fail in every way there is
        raise MusicError(f"is a broken array ({type(error).__name__})") from error
    for item in found.items if isinstance(found, _Array) else ():
        if isinstance(item, _Tree):
            return list(_whole(item))
    raise MusicError("holds no interval tree")


def _whole(tree: "_Tree") -> Iterator[Interval]:
    for one in tree.items:
        if not isinstance(one, Interval) or not isinstance(one.data, tuple):
            raise MusicError("holds an interval without a label")
        yield one


def _pass_header(file: "_Bounded") -> None:
    """Read what stands before the pickle; raises MusicError unless that says that a pickle follows."""
    from numpy.lib import format as npy

    try:
        version = npy.read_magic(file)
        read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        _, _, dtype = read(file, max_header_size=_LONGEST_HEADER)
    except ValueError as error:
        raise MusicError("is no array as numpy saves them") from error
    if not dtype.hasobject:
        raise MusicError("is an array of numbers, not of labels")


class _Bounded:
    """A file that ends its reader if it is asked for too much."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._left = _LARGEST

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= self._left:
            raise MusicError(f"holds more than {_LARGEST >> 20} MB")
        self._left -= size
        return self._file.read(size)

    def readline(self) -> bytes:
        line = self._file.readline(min(_LONGEST_LINE, self._left + 1))
        if len(line) >= _LONGEST_LINE or len(line) > self._left:
            raise MusicError("holds a line that is too long")
        self._left -= len(line)
        return line


class _Array:
    """Stands for an array: of objects, which it keeps, or of numbers, which it forgets."""

    __slots__ = ("items",)

    def __init__(self, *_: Any) -> None:
        self.items: list[Any] = []

    def __setstate__(self, state: Any) -> None:
        if isinstance(state, tuple) and isinstance(state[-1], list):
            self.items = state[-1]


class _Type:
    """Stands for a type of numbers: its code and which end comes first."""

    __slots__ = ("code", "order")

    def __init__(self, code: Any = "", *_: Any) -> None:
        self.code, self.order = str(code), "<"

    def __setstate__(self, state: Any) -> None:
        if isinstance(state, tuple) and len(state) > 1 and state[1] == ">":
            self.order = ">"


class _Tree:
    """Stands for an interval tree."""

    __slots__ = ("items",)

    def __init__(self, items: Any = ()) -> None:
        self.items: list[Any] = items if isinstance(items, list) else []


def _number(kind: Any, raw: Any) -> Any:
    """A single number of numpy's."""
    if not isinstance(kind, _Type) or kind.code not in _NUMBERS:
        raise MusicError("holds a number of an unknown type")
    import numpy as np

    return np.frombuffer(raw, np.dtype(kind.order + kind.code), count=1)[0].item()


def _encoded(text: Any, *_: Any) -> bytes:
    """How older pickles write bytes."""
    return str(text).encode("latin-1")


@dataclass(frozen=True, slots=True)
class _Name:
    """What a pickle gets for a name: something to call, of which nothing can be changed."""

    make: Callable[..., Any]

    def __call__(self, *given: Any) -> Any:
        return self.make(*given)


_ADMITTED: Final[dict[str, Callable[..., Any]]] = {
    **{f"numpy.{core}.multiarray._reconstruct": _Array for core in ("core", "_core")},
    **{f"numpy.{core}.multiarray.scalar": _number for core in ("core", "_core")},
    **{f"numpy.{core}.numeric._frombuffer": _Array for core in ("core", "_core")},
    "numpy.ndarray": _Array, "numpy.dtype": _Type, "_codecs.encode": _encoded,
    "intervaltree.interval.Interval": Interval, "intervaltree.Interval": Interval,
    "intervaltree.intervaltree.IntervalTree": _Tree, "intervaltree.IntervalTree": _Tree,
}  # fmt: skip


class _Careful(_Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """The stand-in for a name; raises MusicError, with the name, for any that is not admitted."""
        make = _ADMITTED.get(f"{module}.{name}")
        if make is None:
            raise MusicError(f"names '{one_line(f'{module}.{name}')}', which no array of labels needs")
        return _Name(make)

    def get_extension(self, code: int) -> None:
        """Names by number: no array of labels needs them."""
        raise UnpicklingError(code)
