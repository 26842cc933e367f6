"""music21 on its own: imported without its user's settings, asked by one at a time.

Knows what of music21 is global to a process; nothing of music.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from threading import RLock

_turn = RLock()
_HOMES = ("HOME", "USERPROFILE", "APPDATA")


@contextmanager
def music21_alone(divisions: int | None = None) -> Iterator[None]:
    """Use music21 without its settings file: it reads one at home, whatever is in it, and fails on a broken one.

    divisions   of a quarter note, in which MusicXML is to be written; music21 has them as a global value
    """
    with _turn, _no_home():
        from music21 import defaults

        kept = defaults.divisionsPerQuarter
        defaults.divisionsPerQuarter = divisions or kept
        try:
            yield
        finally:
            defaults.divisionsPerQuarter = kept


@contextmanager
def _no_home() -> Iterator[None]:
    """An empty folder for a home until music21 is imported, which is when it reads its settings."""
    if "music21" in sys.modules:
        yield
        return
    kept = {name: os.environ[name] for name in _HOMES if name in os.environ}
    with TemporaryDirectory() as empty:
        os.environ.update(dict.fromkeys(_HOMES, empty))
        try:
            import music21.musicxml.m21ToXml  # noqa: F401  now, while there are no settings

            yield
        finally:
            for name in _HOMES:
                os.environ.pop(name, None)
            os.environ.update(kept)
