"""Playing a tune symbol by symbol: when each of its notes begins, for a page with a moving cursor.

The tune is played as it is written: repeats once, graces not at all, at the tempo that it begins with.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from songrnn.form import Fields
from songrnn.music.performance import perform
from songrnn.music.score import Score
from songrnn.music.sequence import QUARTERS, WHOLE
from songrnn.notation.words.word import parse
from songrnn.probe.features.clock import parts
from songrnn.probe.features.walk import read_clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from songrnn.actions.heatmap import Steps
    from songrnn.checkpoint import Trained
    from songrnn.codecs.codec import Codec
    from songrnn.probe.paint.html import Onset

_A_MINUTE = 60.0
_MOST = 20_000  # notes


@dataclass(frozen=True, slots=True)
class _Struck:
    """A note: when, how long and where in the text. Times of a whole note."""

    start: float
    lasts: float
    pitch: int
    place: int


def onsets(trained: "Trained", steps: "Steps") -> "tuple[Onset, ...]":
    """The notes of a tune in the order of their starts, at most 20,000."""
    from songrnn.probe.paint.html import Onset

    quarters = QUARTERS
    if trained.notation == "abc":
        struck, quarters = _of_abc(steps.texts)
    elif trained.notation == "words":
        struck = _of_words(steps.texts)
    else:
        struck = _of_notes(trained.codec, steps.symbols)
    seconds = 4 * _A_MINUTE / quarters
    first = sorted(struck, key=lambda one: (one.start, one.pitch))[:_MOST]
    return tuple(Onset(one.start * seconds, one.lasts * seconds, one.pitch, one.place) for one in first)


def _of_abc(texts: "Sequence[str]") -> tuple[list[_Struck], float]:
    """The notes of ABC, and its tempo in quarters a minute."""
    from songrnn.notation.abc.parser import read_tune

    text = "".join(texts)
    score = read_tune(text).score
    owners = np.repeat(np.arange(len(texts)), [len(one) for one in texts]).tolist()
    places = _places(text)
    struck = []
    for one in perform(_once(score), graces=False).soundings:
        place = _place(places.get(parts(one.onset), []), one.pitch)
        if place is not None:
            struck.append(_Struck(float(one.onset), float(one.duration), one.pitch, owners[place]))
    return struck, score.tempo.quarters


def _once(score: Score) -> Score:
    """A score that is played from its beginning to its end, as it stands."""
    voices = (
        replace(voice, bars=tuple(replace(bar, opens=False, closes=0, endings=()) for bar in voice.bars))
        for voice in score.voices
    )
    return replace(score, voices=tuple(voices), parts="")


def _places(text: str) -> dict[int, list[tuple[int, int]]]:
    """By the time when they begin as written, in parts: the highest pitch of notes and chords, and where they stand."""
    clock = read_clock(text)
    starts, ends = [], dict[int, int]()
    for bar in clock.bars:
        starts.append(ends.get(bar.voice, 0))
        ends[bar.voice] = starts[-1] + bar.length
    found: dict[int, list[tuple[int, int]]] = {}
    at = 0
    for step in clock.steps:
        if step.lasts and step.pitch >= 0:
            found.setdefault(starts[step.bar] + step.elapsed - step.lasts, []).append((step.pitch, at))
        at += step.size
    return found


def _place(there: list[tuple[int, int]], pitch: int) -> int | None:
    """Of what begins at a time, what holds a pitch: its highest one is that, or little higher."""
    return min(((highest < pitch, highest, at) for highest, at in there), default=(0, 0, None))[2]


def _of_words(texts: "Sequence[str]") -> list[_Struck]:
    """The notes of note words, a word a symbol or several symbols a word."""
    struck: list[_Struck] = []
    held: dict[int, int] = {}
    now = 0
    for text, place in _words(texts):
        word = parse(text)
        if word is None:
            continue
        going, held = held, {}
        for pitch in word.pitches:
            at = going.get(pitch, len(struck))
            if at == len(struck):
                struck.append(_Struck(now / WHOLE, 0.0, pitch, place))
            struck[at] = replace(struck[at], lasts=struck[at].lasts + word.lasts / WHOLE)
            if pitch in word.tied:
                held[pitch] = at
        now += word.lasts
    return struck


def _words(texts: "Sequence[str]") -> Iterator[tuple[str, int]]:
    """Each word and the symbol that it begins in."""
    owners = [at for at, text in enumerate(texts) for _ in text]
    text, at = "".join(texts), 0
    for word in text.split():
        at = text.index(word, at)
        yield word, owners[at]
        at += len(word)


def _of_notes(codec: "Codec[Any]", symbols: "NDArray[Any]") -> list[_Struck]:
    """The notes of events, each a symbol; and those of a grid, at the steps where they begin."""
    if isinstance(codec.form, Fields):
        columns = (symbols[:, codec.form.names.index(name)] for name in ("step", "duration", "pitch"))
        rests, durations, pitches = (column.astype(np.float64).tolist() for column in columns)
        whole = 4 * _A_MINUTE / QUARTERS
        rows = zip(accumulate(rests), durations, pitches, strict=True)
        return [_Struck(on / whole, last / whole, int(pitch), at) for at, (on, last, pitch) in enumerate(rows)]
    return [
        _Struck(span.onset / WHOLE, (span.end - span.onset) / WHOLE, span.pitch, round(span.onset * codec.bar / WHOLE))
        for span in codec.decode(symbols).value.pitched
    ]
