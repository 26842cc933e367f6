"""Scores into pictures: who draws, and what the user is told about it."""

from contextlib import suppress
from pathlib import Path

from songrnn.errors import MusicError, UsageError
from songrnn.music.score import Score
from songrnn.notation.drawing import abcm2ps, engraver
from songrnn.notation.drawing.page import picture
from songrnn.notation.drawing.raster import check_raster, png
from songrnn.notation.whole import write_whole

FORMATS = (".svg", ".png")
_MOST_BARS = 1_000  # of all voices: 20 pages


def write_picture(score: Score, path: Path, *, abc: str = "") -> None:
    """Draw a score as it is written, repeats folded: one picture on white, as tall as the tune is long.

    path     ends in .svg or .png; a file that was there is replaced
    abc      the tune's own text, for abcm2ps
    raises   MusicError if there is nothing to draw, or more than 1,000 bars; UsageError if the file cannot be
             written, or what draws is not installed
    """
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise UsageError(f"'{suffix}' is no format of pictures; give one of {', '.join(FORMATS)}.")
    if suffix == ".png":
        check_raster()
    _check(score)
    drawn = picture(_pages(score, abc), score.title)
    if drawn is None:
        raise MusicError("The tune cannot be drawn: what was drawn is no picture; check it with songrnn check.")
    write_whole(path, drawn.text.encode() if suffix == ".svg" else png(drawn))


def _check(score: Score) -> None:
    bars = sum(len(voice.bars) for voice in score.voices)
    if bars > _MOST_BARS:
        raise MusicError(f"The tune has {bars:,} bars, more than {_MOST_BARS:,}; draw it in parts.")
    if not any(layer for voice in score.voices for bar in voice.bars for layer in (bar.notes, *bar.overlays)):
        raise MusicError("The tune has nothing to draw; give one with at least one note.")


def _pages(score: Score, abc: str) -> list[str]:
    """SVG pages by abcm2ps where it is, which folk musicians know; by verovio where it is not, or gives up."""
    if abc and abcm2ps.can_draw():
        with suppress(MusicError):
            return abcm2ps.draw(abc)
    if engraver.can_engrave():
        return engraver.engrave(score)
    raise UsageError("Drawing a score needs verovio: pip install verovio (or abcm2ps on the PATH).")
