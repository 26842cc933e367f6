"""Keys, meters, transpositions and numbers of MusicXML as songrnn has them. Knows one element at a time."""

import re
from dataclasses import dataclass
from fractions import Fraction
from xml.etree.ElementTree import Element

from songrnn.music.pitch import LETTERS, MODES, SEMITONES, Key, Pitch
from songrnn.music.score import Meter

_NUMBER = re.compile(r"\s*([+-]?[0-9]{1,9}(?:\.[0-9]{1,6})?)\s*")
_FIFTHS = "FCGDAEB"
_MOST_FIFTHS = 7
_MOST_ALTERATION = 3
_OCTAVES = (-1, 10)


def number(parent: Element, path: str, default: Fraction = Fraction(0)) -> Fraction:
    """The number in a child element; the default where there is none, or nothing of up to nine digits."""
    found = _NUMBER.fullmatch(parent.findtext(path, ""))
    return Fraction(found[1]) if found else default


def text_of(element: Element | None) -> str:
    """The text of an element in one line, at most 200 characters; "" for None."""
    return " ".join((element.text or "").split())[:200] if element is not None else ""


@dataclass(frozen=True, slots=True)
class Transposition:
    """How a part sounds otherwise than it is written: steps of letters and semitones."""

    steps: int = 0
    semitones: int = 0

    @property
    def fifths(self) -> int:
        """What it adds to a key signature."""
        return 7 * self.semitones - 12 * self.steps

    def sounding(self, pitch: Pitch) -> Pitch:
        """A written pitch as it sounds, spelled by the steps."""
        if not self.steps and not self.semitones:
            return pitch
        octave, place = divmod(pitch.octave * 7 + LETTERS.index(pitch.letter) + self.steps, 7)
        wanted = 12 * pitch.octave + SEMITONES[pitch.letter] + pitch.alteration + self.semitones
        return Pitch(octave, LETTERS[place], wanted - 12 * octave - SEMITONES[LETTERS[place]])


def read_transposition(element: Element) -> Transposition:
    """A <transpose> element; without steps they are those of the usual interval."""
    semitones = int(number(element, "chromatic")) + 12 * int(number(element, "octave-change"))
    guessed = Fraction(round(semitones * 7 / 12))
    steps = int(number(element, "diatonic", guessed - 7 * int(number(element, "octave-change"))))
    steps += 7 * int(number(element, "octave-change"))
    return Transposition(steps, semitones) if abs(semitones) <= 48 and abs(steps) <= 28 else Transposition()


def read_pitch(element: Element) -> Pitch | None:
    """A <pitch> element, quarter tones rounded outwards; None for one that names no letter."""
    letter = text_of(element.find("step")).upper()
    if letter not in SEMITONES:
        return None
    alter = number(element, "alter")
    alteration = int(alter + Fraction(1, 2)) if alter > 0 else -int(Fraction(1, 2) - alter)
    octave = min(max(int(number(element, "octave", Fraction(4))), _OCTAVES[0]), _OCTAVES[1])
    return Pitch(octave, letter, min(max(alteration, -_MOST_ALTERATION), _MOST_ALTERATION))


def read_key(element: Element, moved: Transposition) -> Key:
    """A <key> element, traditional or letter by letter, as it sounds."""
    if element.find("key-step") is not None:
        return Key("", "maj", _explicit(element))
    word = element.findtext("mode", "").strip().lower()[:3]
    mode = {"ion": "maj", "aeo": "m", "min": "m"}.get(word, word if word in MODES else "maj")
    fifths = int(number(element, "fifths")) + moved.fifths
    if abs(fifths) > _MOST_FIFTHS:
        fifths -= 12 * round(fifths / 12)
    sharps, place = divmod(fifths - MODES[mode] + 1, 7)
    return Key(_FIFTHS[place] + ("#" * sharps if sharps > 0 else "b" * -sharps), mode)


def _explicit(element: Element) -> tuple[tuple[str, int], ...]:
    letters = [text_of(step) for step in element.findall("key-step")]
    alters = [
        int(Fraction(text_of(alter))) if _NUMBER.fullmatch(text_of(alter)) else 0
        for alter in element.findall("key-alter")
    ]
    stated = dict(zip(letters, alters, strict=False))
    return tuple((letter, min(max(stated[letter], -2), 2)) for letter in LETTERS if letter in stated)


def read_time(element: Element) -> Meter | None:
    """A <time> element: groups joined, free meter for senza misura; None for what is no meter."""
    free = element.find("senza-misura")
    if free is not None:
        return _fraction(text_of(free)) or Meter(0, 1)
    beats = [text_of(one) for one in element.findall("beats")]
    units = [text_of(one) for one in element.findall("beat-type")]
    pairs = [meter for pair in zip(beats, units, strict=False) if (meter := _fraction("/".join(pair)))]
    if len(pairs) < 2:
        return pairs[0] if pairs else None
    unit = max(meter.unit for meter in pairs)
    if any(unit % meter.unit for meter in pairs):
        return pairs[0]
    groups = tuple(meter.beats * unit // meter.unit for meter in pairs)
    return Meter(sum(groups), unit, groups)


def _fraction(text: str) -> Meter | None:
    """The meter of "3/4" or "3+2/8"."""
    found = re.fullmatch(r"([0-9]{1,3}(?:\s*\+\s*[0-9]{1,3}){0,15})\s*/\s*([0-9]{1,3})", text)
    if not found:
        return None
    groups = tuple(map(int, found[1].split("+")))
    if not sum(groups) or not int(found[2]):
        return None
    return Meter(sum(groups), int(found[2]), groups if len(groups) > 1 else ())
