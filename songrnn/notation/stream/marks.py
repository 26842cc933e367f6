"""Decorations by their ABC names, as music21 has them. Knows the two lists of names; nothing of where they stand."""

from typing import Any

# name → a class of music21.articulations
_ARTICULATIONS = {
    "staccato": "Staccato", "tenuto": "Tenuto", "accent": "Accent", ">": "Accent", "emphasis": "Accent",
    "marcato": "StrongAccent", "^": "StrongAccent", "wedge": "Staccatissimo", "breath": "BreathMark",
    "slide": "Scoop", "upbow": "UpBow", "downbow": "DownBow", "open": "OpenString", "thumb": "StringThumbPosition",
    "snap": "SnapPizzicato", "plus": "Stopped", "+": "Stopped",
}  # fmt: skip
# name → a class of music21.expressions
_EXPRESSIONS = {
    "trill": "Trill", "fermata": "Fermata", "lowermordent": "Mordent", "mordent": "Mordent",
    "uppermordent": "InvertedMordent", "pralltriller": "InvertedMordent", "turn": "Turn", "roll": "Turn",
    "invertedturn": "InvertedTurn", "arpeggio": "ArpeggioMark",
}  # fmt: skip
_DYNAMICS = frozenset({"pppp", "ppp", "pp", "p", "mp", "mf", "f", "ff", "fff", "ffff", "sfz"})
_JUMPS = {"segno": "Segno", "coda": "Coda"}
_WORDS = {"D.C.", "D.S.", "dacapo", "dacoda", "fine", "D.C.alcoda", "D.C.alfine", "D.S.alcoda", "D.S.alfine"}
# Spans: the name that begins one, the name that ends it, and the class in music21.dynamics.
SPANS = {
    "crescendo(": ("crescendo)", "Crescendo"), "<(": ("<)", "Crescendo"),
    "diminuendo(": ("diminuendo)", "Diminuendo"), ">(": (">)", "Diminuendo"),
}  # fmt: skip
SPAN_ENDS = frozenset(end for end, _ in SPANS.values())


def is_beside(mark: str) -> bool:
    """Whether a decoration stands beside the notes, at their moment, and not on a note."""
    return mark in _DYNAMICS or mark in _JUMPS or mark in _WORDS


def beside(mark: str) -> Any:
    """What music21 has for a decoration that stands beside the notes: a dynamic, a sign, or words."""
    from music21 import dynamics, repeat
    from music21.expressions import TextExpression

    if mark in _DYNAMICS:
        return dynamics.Dynamic(mark)
    return getattr(repeat, _JUMPS[mark])() if mark in _JUMPS else TextExpression(mark)


def put_on(note: Any, mark: str) -> None:
    """Put a decoration on a music21 note; one that music21 does not know keeps its name, as a technical indication."""
    from music21 import articulations, expressions

    if mark in _EXPRESSIONS:
        note.expressions.append(getattr(expressions, _EXPRESSIONS[mark])())
    elif mark in _ARTICULATIONS:
        note.articulations.append(getattr(articulations, _ARTICULATIONS[mark])())
    elif mark in ("0", "1", "2", "3", "4", "5"):
        note.articulations.append(articulations.Fingering(int(mark)))
    else:
        other = articulations.TechnicalIndication()
        other.displayText = mark
        note.articulations.append(other)
