"""What MusicXML writes about a note, by songrnn's names: decorations, syllables, chord symbols, words.

Knows one element at a time; nothing of time.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from songrnn.music.figures import Figure, read_figure, usual_suffix
from songrnn.notation.musicxml.attributes import number, text_of

_MARKS = {
    "staccato": "staccato", "tenuto": "tenuto", "accent": "accent", "strong-accent": "marcato",
    "staccatissimo": "wedge", "breath-mark": "breath", "scoop": "slide", "up-bow": "upbow", "down-bow": "downbow",
    "open-string": "open", "thumb-position": "thumb", "snap-pizzicato": "snap", "stopped": "plus",
    "trill-mark": "trill", "mordent": "lowermordent", "inverted-mordent": "uppermordent", "turn": "turn",
    "inverted-turn": "invertedturn", "fermata": "fermata", "arpeggiate": "arpeggio",
}  # fmt: skip
_DYNAMICS = frozenset({"pppp", "ppp", "pp", "p", "mp", "mf", "f", "ff", "fff", "ffff", "sfz"})
_GROUPS = ("articulations", "technical", "ornaments")
_STEPS = frozenset("ABCDEFG")
_MOST_VERSES = 20


def marks_of(note: Element) -> Iterator[str]:
    """The decorations of a <note>, slurs that begin and end with it among them."""
    for notations in note.findall("notations"):
        for one in notations:
            if one.tag in _GROUPS:
                yield from filter(None, map(_mark, one))
            elif one.tag == "slur":
                yield from {"start": "(", "stop": ")"}.get(one.get("type", ""), "")
            elif one.tag in _MARKS:
                yield _MARKS[one.tag]


def _mark(one: Element) -> str:
    """The name of a decoration; "" for one that songrnn has no name for."""
    if one.tag == "fingering":
        return text_of(one) if text_of(one) in ("0", "1", "2", "3", "4", "5") else ""
    if one.tag == "other-technical":
        return "".join(c for c in text_of(one) if c.isprintable() and c not in "!|+ ")[:40]
    return _MARKS.get(one.tag, "")


def lyrics_of(note: Element) -> tuple[str, ...]:
    """A syllable for each verse, a hyphen behind it where its word goes on; "" where a verse has none."""
    verses: dict[int, str] = {}
    for at, lyric in enumerate(note.findall("lyric"), start=1):
        verse = lyric.get("number", "")[:3]
        place = int(verse) if verse.isdecimal() and 0 < int(verse) <= _MOST_VERSES else at
        text = " ".join(filter(None, map(text_of, lyric.findall("text"))))
        goes_on = lyric.findtext("syllabic", "") in ("begin", "middle")
        verses[min(place, _MOST_VERSES)] = text + "-" * (goes_on and bool(text))
    return tuple(verses.get(verse, "") for verse in range(1, max(verses, default=0) + 1))


def harmony_of(harmony: Element) -> str:
    """The chord symbol of a <harmony>: "F#m7/C#"; "" for one without a root."""
    kind = harmony.find("kind")
    name = text_of(kind)
    if name == "none":
        return "N.C."
    root, bass = text_of(harmony.find("root/root-step")), text_of(harmony.find("bass/bass-step"))
    if root not in _STEPS:
        return ""
    figure = Figure(
        root,
        _bounded(int(number(harmony, "root/root-alter"))),
        name,
        _suffix(root, name, kind.get("text", "") if kind is not None else "")
        + "".join(map(_degree, harmony.findall("degree"))),
        bass if bass in _STEPS else "",
        _bounded(int(number(harmony, "bass/bass-alter"))),
    )
    return figure.text


def _suffix(root: str, kind: str, text: str) -> str:
    """What is written after the root: the file's own text if it says the same chord, else the usual one."""
    figure = read_figure(f"{root}{text}")
    usual = usual_suffix(kind)
    if figure and (figure.kind == kind or usual is None) and figure.text == f"{root}{text}":
        return text
    return usual or ""


def _degree(degree: Element) -> str:
    """An added, altered or omitted degree: "add9", "b9", "no3"; none that the file does not print."""
    value = text_of(degree.find("degree-value"))
    if degree.get("print-object") == "no" or not value.isdecimal():
        return ""
    alter = _bounded(int(number(degree, "degree-alter")))
    sign = "#" * alter if alter > 0 else "b" * -alter
    kind = text_of(degree.find("degree-type"))
    return ("no" if kind == "subtract" else sign or ("add" if kind == "add" else "")) + value[:2]


def _bounded(alteration: int) -> int:
    return min(max(alteration, -2), 2)


def words_of(direction: Element) -> Iterator[str]:
    """The words of a <direction>, as annotations above or below the notes."""
    place = "_" if direction.get("placement") == "below" else "^"
    for words in direction.iterfind("direction-type/words"):
        if text_of(words):
            yield place + text_of(words).replace('"', "'")


def beside(direction: Element) -> Iterator[str]:
    """The decorations that stand beside the notes: dynamics, segno, coda."""
    for kind in direction.iterfind("direction-type/*"):
        if kind.tag in ("segno", "coda"):
            yield kind.tag
        elif kind.tag == "dynamics":
            yield from (one.tag for one in kind if one.tag in _DYNAMICS)
