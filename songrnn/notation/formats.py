"""Which files music is read from and written into, by the end of the file's name.

Knows what several tunes in one format make, a tunebook, a line each or numbered files; nothing of what is inside.
What writes or reads a format is imported when a file asks for it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from songrnn.errors import MusicError, UsageError
from songrnn.lookup import did_you_mean
from songrnn.music.harmony import accompanied
from songrnn.music.score import Score
from songrnn.notation.abc.book import entry
from songrnn.notation.abc.parser import Reading, read_tune
from songrnn.notation.folkrnn import ENDING as TOKENS
from songrnn.notation.whole import write_whole
from songrnn.notation.words import read_words, write_words
from songrnn.notation.words.word import ENDING
from songrnn.printable import one_line

_MOST_REMARKS = 3
VIA = ("music21", "symusic", "abc2midi", "midi2abc")


@dataclass(frozen=True, slots=True)
class Tune:
    """A tune as it came: text, or a score and what was said of it. Other forms are made when they are asked for.

    notation   what the text is, "abc" or "words"
    """

    text: str = ""
    whole: Score | None = None
    remarks: tuple[str, ...] = ()
    notation: str = "abc"

    @property
    def abc(self) -> str:
        """As ABC: as it came, or written from the score."""
        if self.whole is None and self.notation == "abc":
            return self.text
        from songrnn.notation.abc.writer import write_tune

        return write_tune(self.reading.score)

    @property
    def words(self) -> str:
        """As one line of note words: as it came, or as the score is played; "" if there is no note."""
        if self.is_words:
            return " ".join(self.text.split())
        from songrnn.notation.sequences import from_score

        return write_words(from_score(self.reading.score))

    @property
    def is_words(self) -> bool:
        """Whether it came as note words."""
        return self.whole is None and self.notation == "words"

    @property
    def reading(self) -> Reading:
        """As a score, with what its reader said of ABC."""
        if self.is_words:
            return Reading(_score_of(self.text), ())
        return read_tune(self.text) if self.whole is None else Reading(self.whole, ())

    def entry(self, number: int) -> str:
        """As it stands among others of its notation: numbered in a tunebook, or as a line."""
        return f"{self.words}\n" if self.is_words else entry(self.abc, number)


@lru_cache(maxsize=2)
def _score_of(words: str) -> Score:
    """Note words written down; an empty score if there is no note. Who writes a file asks for it several times."""
    from songrnn.notation.sequences import to_score

    sequence = read_words(words).sequence
    return to_score(sequence) if sequence.parts else Score(())


@dataclass(frozen=True, slots=True)
class Manner:
    """How tunes are written where there is a choice. Raises UsageError for what makes no sense.

    via         what writes MIDI: music21, symusic (fast, for many tunes) or abc2midi (a second opinion); or what reads
                it: midi2abc (a second opinion), else songrnn itself
    accompany   chord symbols are played, in MIDI and sound
    soundfont   the SoundFont to play sound with; None for one that is found, or the synthesizer of our own
    """

    via: str = "music21"
    accompany: bool = False
    soundfont: Path | None = None

    def __post_init__(self) -> None:
        if self.via not in VIA:
            near = did_you_mean(self.via, VIA)
            raise UsageError(f"Nothing called '{one_line(self.via, 40)}' reads or writes MIDI. {near}")
        if self.via == "abc2midi" and self.accompany:
            raise UsageError("abc2midi plays chord symbols of its own accord; leave out the accompaniment.")

    def heard(self, tune: Tune) -> Score:
        """The score of a tune as it is to be played."""
        score = tune.reading.score
        return accompanied(score) if self.accompany else score


PLAIN = Manner()
Write = Callable[[Tune, Path, Manner], list[str]]
Writer = Callable[[Sequence[Tune], Path], list[str]]
"""Writes tunes; returns a remark for whatever could not be kept. Raises MusicError, UsageError."""


def writer_for(path: Path, manner: Manner = PLAIN) -> Writer:
    """The writer for a file of that name, upper or lower case; raises UsageError, with what is known, if none is."""
    suffix = path.suffix.lower()
    if suffix in BOOKS:
        return BOOKS[suffix]
    write = WRITERS.get(suffix)
    if write is None:
        known = ", ".join(dict.fromkeys((".abc", *WRITERS, *BOOKS)))
        raise UsageError(f"'{one_line(path.name)}' ends in no format that can be written; give it one of {known}.")
    if manner.via not in (PLAIN.via, "midi2abc") and write is not _midi:
        raise UsageError(f"'{one_line(manner.via)}' writes MIDI alone; give a name that ends in .mid, or leave it out.")
    return partial(_one_or_numbered, write, manner)


def _tunebook(tunes: Sequence[Tune], path: Path) -> list[str]:
    """All tunes in one file, numbered from 1."""
    book = "".join(entry(tune.abc, number) for number, tune in enumerate(tunes, start=1))
    write_whole(path, book.encode(errors="replace"))
    return []


def _lines(tunes: Sequence[Tune], path: Path) -> list[str]:
    """A line of note words for each. One without notes is an error only if alone."""
    lines = [tune.words for tune in tunes]
    if not any(lines):
        raise MusicError(f"There is no note to write into '{one_line(path.name)}'; give a tune with notes.")
    write_whole(path, "".join(f"{line}\n" for line in lines if line).encode())
    said = [f"Tune {number} is not written: there are no notes." for number, line in enumerate(lines, 1) if not line]
    return said + [remark for tune in tunes for remark in _said(tune, path)]


def _token_book(tunes: Sequence[Tune], path: Path) -> list[str]:
    """Tunes as folk-rnn reads them. One that its tokens cannot say is an error only if alone."""
    from songrnn.notation.folkrnn import write_book

    texts, said = [], []
    for number, tune in enumerate(tunes, start=1):
        try:
            texts.append(write_book([tune.abc]))
        except MusicError as error:
            if len(tunes) == 1:
                raise
            said.append(f"Tune {number} is not written: {error}")
    write_whole(path, "".join(texts).encode())
    return said


def _one_or_numbered(write: Write, manner: Manner, tunes: Sequence[Tune], path: Path) -> list[str]:
    """One tune in the file itself, several in files numbered from 1. One without notes is an error only if alone."""
    if len(tunes) == 1:
        return write(tunes[0], path, manner)
    remarks = []
    for number, tune in enumerate(tunes, start=1):
        try:
            remarks += write(tune, path.with_stem(f"{path.stem}-{number}"), manner)
        except MusicError as error:
            remarks.append(f"Tune {number} is not written: {error}")
    return remarks


def _midi(tune: Tune, path: Path, manner: Manner) -> list[str]:
    if manner.via == "abc2midi":
        from songrnn.notation.abcmidi import abc2midi

        write_whole(path, abc2midi(tune.abc))
        return []
    from songrnn.notation.midi import write_midi, write_midi_fast

    write = write_midi_fast if manner.via == "symusic" else write_midi
    write(manner.heard(tune), path)
    return _said(tune, path)


def _musicxml(tune: Tune, path: Path, _manner: Manner) -> list[str]:
    from songrnn.notation.musicxml import write_musicxml

    write_musicxml(tune.reading.score, path)
    return _said(tune, path)


def _picture(tune: Tune, path: Path, _manner: Manner) -> list[str]:
    from songrnn.notation.drawing import write_picture

    write_picture(tune.reading.score, path, abc=tune.abc)
    return _said(tune, path)


def _sound(tune: Tune, path: Path, manner: Manner) -> list[str]:
    from songrnn.notation.audio import write_audio

    return [*write_audio(manner.heard(tune), path, soundfont=manner.soundfont), *_said(tune, path)]


def _read_midi(path: Path, manner: Manner = PLAIN) -> Tune:
    if manner.via == "midi2abc":
        from songrnn.notation.abcmidi import midi2abc

        return Tune(midi2abc(path.read_bytes()))
    from songrnn.notation.midi import read_midi

    read = read_midi(path)
    return Tune(whole=read.score, remarks=read.remarks)


def _read_musicxml(path: Path, _manner: Manner = PLAIN) -> Tune:
    from songrnn.notation.musicxml import read_musicxml

    read = read_musicxml(path)
    return Tune(whole=read.score, remarks=read.remarks)


def _said(tune: Tune, path: Path) -> list[str]:
    """What the reader passed over or could not read."""
    if tune.is_words:
        return [f"'{one_line(path.name)}': {remark}" for remark in read_words(tune.text).remarks]
    what = list(dict.fromkeys(diagnostic.what for diagnostic in tune.reading.diagnostics))
    more = f" and {len(what) - _MOST_REMARKS} more" if len(what) > _MOST_REMARKS else ""
    return [f"'{one_line(path.name)}': {'; '.join(what[:_MOST_REMARKS])}{more}."] if what else []


BOOKS: Mapping[str, Writer] = {".abc": _tunebook, ENDING: _lines, TOKENS: _token_book}
WRITERS: Mapping[str, Write] = {
    ".mid": _midi, ".midi": _midi, ".musicxml": _musicxml, ".xml": _musicxml, ".mxl": _musicxml, ".svg": _picture,
    ".png": _picture, ".wav": _sound, ".flac": _sound, ".ogg": _sound, ".mp3": _sound,
}  # fmt: skip
READERS: Mapping[str, Callable[[Path, Manner], Tune]] = {
    ".mid": _read_midi, ".midi": _read_midi, ".musicxml": _read_musicxml, ".xml": _read_musicxml,
    ".mxl": _read_musicxml,
}  # fmt: skip
