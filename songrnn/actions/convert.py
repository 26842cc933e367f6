"""Convert: music files into one of another format, or into clean ABC. Of a .txt its words say what it holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from songrnn.corpus.sources import SUFFIXES, read_text, read_tunes
from songrnn.errors import CorpusError, MusicError, SongrnnError, UsageError
from songrnn.notation.folkrnn import ENDING as TOKENS
from songrnn.notation.folkrnn import is_folkrnn, read_book
from songrnn.notation.formats import PLAIN, READERS, Manner, Tune, writer_for
from songrnn.notation.words import is_words, read_words
from songrnn.notation.words.word import ENDING, EXAMPLES, parse
from songrnn.printable import one_line

_OPINION = "midi2abc"  # its ABC is given as it is


@dataclass(frozen=True, slots=True)
class Said:
    """Something that could not be kept, in a sentence."""

    remark: str


@dataclass(frozen=True, slots=True)
class Converted:
    """How many tunes were read and went on to be written."""

    tunes: int


def convert(sources: Sequence[Path], target: Path, manner: Manner, number: int = 0) -> Iterator[Said | Converted]:
    """Read the tunes of files and write them into one; Said as it comes, then Converted.

    number   only this tune, counted from 1 over all files; 0 for all
    raises   UsageError if the target cannot be written or there is no such tune, MusicError and CorpusError if a
             source cannot be read; of several sources those that can be read are converted, if any
    """
    write = writer_for(target, manner)
    if target in sources:
        raise UsageError(f"'{one_line(str(target), 200)}' would be written over itself; give another place.")
    tunes = []
    for event in collect(sources, number, manner):
        if isinstance(event, Said):
            yield event
        else:
            tunes.append(_clean(event) if target.suffix.lower() == ".abc" and manner.via != _OPINION else event)
            yield from map(Said, tunes[-1].remarks)
    yield from map(Said, write(tunes, target))
    yield Converted(len(tunes))


def abc(sources: Sequence[Path], number: int = 0, manner: Manner = PLAIN) -> Iterator[Said | Tune]:
    """The tunes of files as clean ABC: Said and Tune, as they come. Raises what `convert` does."""
    for event in collect(sources, number, manner):
        if isinstance(event, Said):
            yield event
            continue
        clean = event if manner.via == _OPINION else _clean(event)
        yield from map(Said, clean.remarks)
        yield clean


def collect(sources: Sequence[Path], number: int = 0, manner: Manner = PLAIN) -> Iterator[Said | Tune]:
    """The tunes of files, and what is to be said of files that cannot be read. Raises what `convert` does."""
    count = chosen = 0
    for source in sources:
        try:
            tunes = _read(source, manner)
        except SongrnnError as error:
            if len(sources) == 1:
                raise
            yield Said(str(error))
            continue
        for count, tune in enumerate(tunes, start=count + 1):  # noqa: B020  it goes on from file to file
            if number in (0, count):
                chosen += 1
                yield tune
    if not count:
        raise MusicError(f"None of the {len(sources)} files holds a tune that can be read; the lines above say why.")
    if not chosen:
        raise UsageError(f"There is no tune {number} among the {count}; give a number from 1 to {count}.")


def _read(source: Path, manner: Manner) -> list[Tune]:
    """The tunes of a file: all of a tunebook's, one a line of note words, one of any other format."""
    suffix = source.suffix.lower()
    if manner.via == _OPINION and suffix not in (".mid", ".midi"):
        raise UsageError(f"'{_OPINION}' reads MIDI alone, not '{one_line(source.name)}'; give a .mid, or leave it out.")
    if suffix == ENDING or (suffix == ".txt" and _holds_words(source)):
        return _lines(source)
    if suffix == TOKENS or (suffix == ".txt" and _holds_tokens(source)):
        return _from_tokens(source)
    if suffix in SUFFIXES:
        return [Tune(text) for _, text in read_tunes(source)]
    if suffix not in READERS:
        known = ", ".join(dict.fromkeys((*SUFFIXES, *READERS, ENDING, TOKENS)))
        raise UsageError(f"'{one_line(source.name)}' ends in no format that can be read; give it one of {known}.")
    if not source.is_file():
        raise UsageError(f"No file '{one_line(str(source), 200)}' to read music from; check the path.")
    return [READERS[suffix](source, manner)]


def _holds_words(source: Path) -> bool:
    return source.is_file() and is_words(read_text(source))


def _holds_tokens(source: Path) -> bool:
    return source.is_file() and is_folkrnn(read_text(source))


def _from_tokens(source: Path) -> list[Tune]:
    """Each tune of a file of folk-rnn's tokens; raises CorpusError if there is none."""
    if not source.is_file():
        raise CorpusError(f"No file '{one_line(str(source), 200)}' to read tokens from; check the path.")
    text = read_text(source)
    if not is_folkrnn(text):
        raise CorpusError(f"'{one_line(source.name)}' holds no tunes in folk-rnn's tokens; each has M:, K: and a line.")
    return [Tune(tune) for tune in read_book(text)]


def _lines(source: Path) -> list[Tune]:
    """Each line of note words; raises CorpusError if there is none."""
    if not source.is_file():
        raise CorpusError(f"No file '{one_line(str(source), 200)}' to read note words from; check the path.")
    lines = [line for line in read_text(source).split("\n") if any(map(parse, line.split()))]
    if not lines:
        raise CorpusError(f"'{one_line(source.name)}' holds no note words; write {EXAMPLES}.")
    return [Tune(line, notation="words") for line in lines]


def _clean(tune: Tune) -> Tune:
    """The tune as a score, so that its ABC is written anew."""
    if tune.whole is not None:
        return tune
    if tune.is_words:
        return replace(tune, whole=tune.reading.score, remarks=read_words(tune.text).remarks)
    reading = tune.reading
    what = dict.fromkeys(diagnostic.what for diagnostic in reading.diagnostics if diagnostic.severity == "error")
    title = one_line(reading.score.title, 40)
    said = (f"'{title}': {'; '.join(what)}.",) if what else ()
    return replace(tune, whole=reading.score, remarks=said)
