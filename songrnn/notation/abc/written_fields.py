"""The values of header and inline fields as ABC text: keys, meters, tempos, names and titles.

Each function here undoes one of songrnn.notation.abc.header, or of the accents that the parser puts in. Knows nothing
of music lines. After: ABC 2.1, section 3.1.
"""

from fractions import Fraction

from songrnn.music.pitch import LETTERS, Key
from songrnn.music.score import Meter, Score, Tempo
from songrnn.notation.abc.accents import with_accents
from songrnn.notation.abc.meaning import SIGNS

WRITTEN_SIGNS = {alteration: sign for sign, alteration in SIGNS.items()}
_KEPT = frozenset("ABCDFGHNORSWZ")  # header fields that the parser keeps as they are
_METERS = {Meter(2, 2): "C|"}
_SLOWEST, _FASTEST = 10.0, 1000.0  # quarter notes a minute that a reader takes
_BEATS = (Fraction(1, 4), Fraction(3, 8), Fraction(1, 2), Fraction(1, 8), Fraction(1, 16))
_LONGEST_NAME = 80


def header(score: Score, unit: Fraction) -> list[str]:
    """The lines of a score's header in the standard's order: X: and T: first, K: last."""
    titles = score.title.split(" / ") if score.title else []
    lines = ["X:1", *(f"T:{escaped(title)}" for title in titles)]
    lines += [f"{letter}:{escaped(value)}" for letter, value in score.fields if letter in _KEPT]
    lines += [f"P:{escaped(score.parts)}"] if score.parts else []
    lines += [f"M:{meter_text(score.meter)}", f"L:{unit.numerator}/{unit.denominator}"]
    lines += [f"Q:{tempo_text(score.tempo, score.meter)}"] if score.tempo != Tempo() else []
    if len(score.voices) > 1 or any(voice.name for voice in score.voices):
        lines += [_voice(number, voice.name) for number, voice in enumerate(score.voices, start=1)]
    return [*lines, f"K:{key_text(score.key)}"]


def escaped(value: str) -> str:
    r"""A text that a reader turns back into `value`: what it would take for a code, a comment or an edge is escaped."""
    if with_accents(value) != value:
        value = value.replace("\\", "\\u005c").replace("&", "&amp;")
    begin, end = len(value) - len(value.lstrip()), len(value.rstrip())
    return "".join(_code(c) if not begin <= at < end or c < " " or c in "%\x7f" else c for at, c in enumerate(value))


def _code(character: str) -> str:
    return f"\\u{ord(character):04x}"


def _voice(number: int, name: str) -> str:
    """The V: line that declares a voice; a name that would be too long with its escapes is cut."""
    text = escaped(name).replace('"', "\\u0022")
    while len(text) > _LONGEST_NAME:
        name = name[:-1]
        text = escaped(name).replace('"', "\\u0022")
    return f'V:{number} name="{text}"' if name else f"V:{number}"


def key_text(key: Key) -> str:
    """What stands after K: for a key: "D", "Am", "Ddor", "D =c", "none"."""
    mode = "" if key.mode == "maj" else key.mode
    stated = dict(key.explicit)
    if stated.keys() == set(LETTERS):  # all seven replace the signature
        stated = {letter: alteration for letter, alteration in stated.items() if alteration}
        word = "exp"
    else:
        word = "" if key.tonic else "exp" if stated else "none"
    signs = [WRITTEN_SIGNS[alteration] + letter.lower() for letter, alteration in stated.items()]
    return " ".join(filter(None, (key.tonic + mode if key.tonic else "", word, *signs)))


def meter_text(meter: Meter) -> str:
    """What stands after M: for a meter: "6/8", "2+3/8", "C|", "none"."""
    if not meter.beats:
        return "none"
    beats = "+".join(map(str, meter.groups)) if meter.groups else str(meter.beats)
    return _METERS.get(meter, f"{beats}/{meter.unit}")


def tempo_text(tempo: Tempo, meter: Meter) -> str:
    """What stands after Q: for a tempo, counted in the meter's beats where that gives a whole number."""
    quarters = min(max(tempo.quarters, _SLOWEST), _FASTEST)
    beat, speed = next(
        ((beat, speed) for beat in (_beat(meter), *_BEATS) if (speed := _speed(quarters, beat)) is not None),
        (Fraction(1, 4), repr(float(quarters))),
    )
    words = " ".join(tempo.words.replace('"', "'").replace("%", "").split("\n")).strip()
    return f'"{words}" {beat}={speed}' if words else f"{beat}={speed}"


def _speed(quarters: float, beat: Fraction) -> str | None:
    """Beats a minute, if they are a whole number that means exactly this speed."""
    count = round(quarters / float(beat * 4))
    return str(count) if float(beat * 4) * float(count) == quarters and count < 10**4 else None


def _beat(meter: Meter) -> Fraction:
    if meter.unit == 8 and meter.beats % 3 == 0 and meter.beats:  # 6/8 is counted in dotted quarters
        return Fraction(3, 8)
    return Fraction(1, 2) if meter.unit == 2 else Fraction(1, 4)
