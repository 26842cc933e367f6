"""The features of ABC tunes. Lengths, repeats and keys are the parser's; knows the course of a tune, no network."""

import numpy as np
from numpy.typing import NDArray

from songrnn.music.pitch import LETTERS, MODES, SEMITONES, Key
from songrnn.notation.abc.barline import bar_sign
from songrnn.notation.abc.meaning import GRID
from songrnn.probe.features.clock import CODES, FIELDS, SILENT, parts
from songrnn.probe.features.course import Course, Real, Truth, beat, is_compound, read_course
from songrnn.probe.features.feature import Feature, Values, copies, ordered, table

Answers = dict[str, NDArray[np.generic]]

RUN = 6  # characters that stood earlier, for a copy
FEATURES = table(
    Feature("header", "yes", "in the header, not in the body"),
    Feature("field-r", "yes", "in the header's line R:, the rhythm"),
    Feature("field-m", "yes", "in the header's line M:, the meter"),
    Feature("field-l", "yes", "in the header's line L:, the unit note length"),
    Feature("field-k", "yes", "in the header's line K:, the key"),
    Feature("bar-position", "number", "share of the bar that has elapsed"),
    Feature("beat-position", "number", "share of the beat that has elapsed"),
    Feature("on-beat", "yes", "the next note falls on a beat"),
    Feature("downbeat", "yes", "at the beginning of a bar"),
    Feature("bar-line", "yes", "a bar line has just been written"),
    Feature("bar-line-next", "yes", "a bar line comes next"),
    Feature("to-bar-line", "number", "characters to the next bar line"),
    Feature("since-bar-line", "number", "characters since the last bar line"),
    Feature("bars-since-repeat", "number", "full bars since the section began"),
    Feature("section", "number", "number of the section"),
    Feature("open-repeat", "yes", "a repeat has been opened by |: and is not closed yet"),
    Feature("first-ending", "yes", "in a first ending"),
    Feature("second-ending", "yes", "in a second ending"),
    Feature("in-chord-symbol", "yes", 'inside a chord symbol, such as "Am"'),
    Feature("in-grace", "yes", "inside the braces of grace notes"),
    Feature("in-chord", "yes", "inside the brackets of a chord"),
    Feature("in-tuplet", "yes", "inside a tuplet, with notes of it still to come"),
    Feature("pitch", "number", "pitch of the note being written, a chord's highest"),
    Feature("direction", "number", "motion to the note being written: up, level or down"),
    Feature("octave-mark", "yes", "the note being written has an octave mark"),
    Feature("upper-octave", "yes", "the note being written is a lower-case letter"),
    Feature("accidental", "yes", "the note being written has a written accidental"),
    Feature("key-alters", "yes", "the key signature alters the letter just written"),
    Feature("key-sharps", "number", "sharps of the key signature, less its flats"),
    Feature("minor-mode", "yes", "in a mode with a minor third"),
    Feature("compound-meter", "yes", "in a compound meter, such as 6/8"),
    Feature("duration", "number", "length of the note being written"),
    Feature("line-begins", "yes", "at the beginning of a line"),
    Feature("to-end", "number", "characters to the end of the tune"),
    Feature("since-start", "number", "characters since the beginning of the tune"),
    Feature("copying", "yes", f"the last {RUN} characters stood earlier in the tune, with the same one next"),
)
_SIGNS, _ANNOTATIONS = "^_=", "^_<>@"


def read(text: str) -> dict[str, Values]:
    """The values of all FEATURES, each of shape (len(text),). Never raises; linear time."""
    course = read_course(text)
    found = _header(course) | _time(course) | _bar_lines(course) | _form(course)
    found |= _inside(course) | _notes(course) | _keys(course) | _repeats(course, text) | _text(course, text)
    return ordered(FEATURES, found)


def _where(mask: Truth, values: NDArray[np.generic]) -> Real:
    """Values where the question has a sense, nan elsewhere."""
    return np.where(mask, values.astype(np.float64), np.nan)


def _header(course: Course) -> Answers:
    header = ~course.body[1:]
    fields = {f"field-{name[0].lower()}": _where(header, course.kinds == CODES[name]) for name in FIELDS}
    return {"header": header, **fields}


def _time(course: Course) -> Answers:
    body, now, setting = course.body[1:], course.elapsed[1:], course.settings[1:]
    bars = np.array([parts(meter.length) if meter.length else 0 for meter in course.meters])[setting]
    beats = np.array([parts(beat(meter)) for meter in course.meters])[setting]
    metered = body & (bars > 0)
    return {
        "bar-position": _where(metered, np.clip(now / np.maximum(bars, 1), 0, 1)),
        "beat-position": _where(metered, now % beats / beats),
        "on-beat": _where(metered, now % beats == 0),
        "downbeat": _where(body, now == 0),
    }


def _bar_lines(course: Course) -> Answers:
    body, bars = course.body[1:], course.kinds == CODES["bar"]
    here, first = np.arange(len(bars)), np.full(1, -1)
    begins = np.flatnonzero(bars & course.starts)
    ends = np.flatnonzero(bars & course.ends)
    coming = np.append(begins, -1)[np.searchsorted(begins, here, side="right")]
    gone = np.concatenate([first, ends])[np.searchsorted(ends, here, side="right")]
    return {
        "bar-line": _where(body, gone == here),
        "bar-line-next": _where(body, coming == here + 1),
        "to-bar-line": _where(body & (coming >= 0), coming - here),
        "since-bar-line": _where(body & (gone >= 0), here - gone),
    }


def _form(course: Course) -> Answers:
    body = course.body[1:]
    return {
        "bars-since-repeat": _where(body, course.passed[1:]),
        "section": _where(body, course.sections[1:]),
        "first-ending": _where(body, course.endings[1:] & 1),
        "second-ending": _where(body, course.endings[1:] & 2 > 0),
        "in-tuplet": _where(body, course.left[1:] > 0),
    }


def _inside(course: Course) -> Answers:
    body, kinds, inside = course.body[1:], course.kinds, ~course.ends
    second = np.append(course.codes, 0)[course.first + 1]
    named = (kinds == CODES["quoted"]) & ~np.isin(second, [*map(ord, _ANNOTATIONS)])
    return {
        "in-chord-symbol": _where(body, named & inside),
        "in-grace": _where(body, (kinds == CODES["grace"]) & inside),
        "in-chord": _where(body, (kinds == CODES["chord"]) & inside & (course.share == 0)),
    }


def _notes(course: Course) -> Answers:
    single = course.kinds == CODES["note"]
    sounds = (single | (course.kinds == CODES["chord"])) & (course.share > 0) & (course.pitches != SILENT)
    letters = single & (course.share > 0)
    signed = np.isin(course.codes[course.first], [*map(ord, _SIGNS)])
    raised = np.where(single, (course.codes == ord("'")).astype(int) - (course.codes == ord(",")), 0)
    pitches = course.pitches - 12 * course.to_come(raised)
    return {
        "pitch": _where(sounds, pitches),
        "direction": _where(sounds & (course.before != SILENT), np.sign(pitches - course.before)),
        "octave-mark": _where(letters, course.so_far(np.abs(raised)) > 0),
        "upper-octave": _where(letters, course.so_far((single & (course.codes >= ord("a"))).astype(int)) > 0),
        "accidental": _where(single, signed),
        "key-alters": _altered(course, signed),
        "duration": _where(sounds, course.share * course.lasts / GRID),
    }


def _altered(course: Course, signed: Truth) -> Real:
    """Whether the signature alters a letter, and neither a sign before it nor one earlier in the bar says otherwise."""
    code = course.codes & ~32
    at = np.array([LETTERS.find(chr(c)) for c in range(128)])[np.minimum(code, 127)]
    letter = (course.kinds == CODES["note"]) & (at >= 0)
    signature = np.array([key.alterations for key in course.keys])[course.settings[1:], at]
    natural = np.array([SEMITONES[name] for name in LETTERS])[at]
    as_it_says = (course.pitches - natural - signature) % 12 == 0
    return _where(letter, (signature != 0) & as_it_says & ~signed)


def _keys(course: Course) -> Answers:
    body, setting = course.body[1:], course.settings[1:]
    return {
        "key-sharps": _where(body, np.array([sum(key.alterations) for key in course.keys])[setting]),
        "minor-mode": _where(body, np.array([_minor(key) for key in course.keys])[setting]),
        "compound-meter": _where(body, np.array([is_compound(meter) for meter in course.meters])[setting]),
    }


def _minor(key: Key) -> float:
    return float(MODES[key.mode] <= MODES["dor"]) if key.tonic else float("nan")


def _repeats(course: Course, text: str) -> Answers:
    """Of several voices the latest sign counts."""
    bars = course.kinds == CODES["bar"]
    begins, ends = np.flatnonzero(bars & course.starts), np.flatnonzero(bars & course.ends)
    is_open, states = False, [False]
    for begin, end in zip(begins, ends, strict=True):
        sign = bar_sign(text[begin : end + 1])
        is_open = sign.opens if sign.opens or sign.closes > 1 else is_open
        states.append(is_open)
    opened = np.array(states)[np.searchsorted(ends, np.arange(len(text)), side="right")]
    return {"open-repeat": _where(course.body[1:], opened)}


def _text(course: Course, text: str) -> Answers:
    here = np.arange(len(text))
    body = course.body[1:]
    begin = len(text) + 1 - int(course.body.sum())
    copied = np.concatenate([np.zeros(min(begin, len(text)), bool), copies(text[begin:], RUN)])
    return {
        "line-begins": (course.kinds == CODES["newline"]) & course.ends,
        "to-end": len(text) - 1 - here,
        "since-start": here + 1,
        "copying": _where(body, copied),
    }
