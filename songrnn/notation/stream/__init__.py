"""Scores into music21 streams, as they are written: bars, repeats, endings, voices, tuplets, ties, signs.

Knows how a score is printed. Leaves to music21 what a file looks like inside; lets it read nothing. The stream is
ready to be written as it is, without music21's own makeNotation.
"""

from dataclasses import dataclass
from typing import Any

from songrnn.errors import MusicError
from songrnn.music.score import Score
from songrnn.notation.stream.alone import music21_alone
from songrnn.notation.stream.layout import Laid, laid_out
from songrnn.notation.stream.parts import write_part
from songrnn.notation.stream.settling import settled

__all__ = ["Written", "as_written", "music21_alone"]

# music21 needs half a millisecond for a note, and looks through all endings for each measure.
_MOST_NOTES = 20_000
_MOST_ENDINGS = 1000


@dataclass(frozen=True, slots=True)
class Written:
    """A music21 score, and the parts of a quarter note that all its times are whole multiples of.

    divisions   None where only music21's own, 10080, are fine enough
    """

    stream: Any
    divisions: int | None


def as_written(score: Score) -> Written:
    """The music21 stream of a score as it is printed: a part a voice, repeats folded.

    score    an order of parts that repeats cannot say is written out, as are repeats that differ between voices;
             notes shorter than 1/40320 are left out, those of more than 256 whole notes end then
             of a part only the first 500 slurs and wedges are kept
    raises   MusicError if there are more than 20,000 notes or 1000 numbered endings to print
    """
    calm = settled(score)
    laid = laid_out(calm.score)
    _check_size(laid)
    with music21_alone():
        from music21 import stream

        whole = stream.Score()
        names = [voice.name for voice in calm.score.voices]
        for number, (bars, name) in enumerate(zip(laid, names, strict=True) if laid else [((), "")], start=1):
            whole.insert(0, write_part(calm.score, bars, number, name))
    return Written(whole, calm.divisions)


def _check_size(laid: list[tuple[Laid, ...]]) -> None:
    layers = (layer for bars in laid for one in bars for layer in (one.bar.notes, *one.bar.overlays))
    count = sum(max(1, len(note.pitches)) + len(note.signs.graces) for layer in layers for note in layer)
    if count > _MOST_NOTES:
        raise MusicError(f"The tune has {count} notes to print, more than {_MOST_NOTES}; write it in parts.")
    endings = sum(bool(one.bracket) for bars in laid for one in bars)
    if endings > _MOST_ENDINGS:
        raise MusicError(f"The tune has {endings} numbered endings, more than {_MOST_ENDINGS}; write it in parts.")
