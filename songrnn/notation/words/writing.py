"""Note sequences into note words. Counts in whole numbers, and keeps the strings that come again and again."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise, zip_longest

from songrnn.music.sequence import WHOLE, NoteSequence, Span
from songrnn.notation.words.word import LONGEST, REST, TIED, TONES, written_length

Sounding = tuple[int, int, int]  # onset, end, pitch
Slice = tuple[str, int]  # a word without its length, and that in parts


def write_words(
    sequence: NoteSequence, *, ties: bool = True, durations: bool = True, longest_rest: Fraction | None = None
) -> str:
    """A note sequence as a line of note words, all its pitched parts as one stream; "" if there is no note.

    Where a pitch begins while it sounds already, the first one ends there, and the pitch sounds as long as any of
    them. Silence before the first note is there, that after the last one is not.

    ties           with them nothing is lost; without, every note is cut at the next onset, and all that begin together
                   last as long as the longest of them
    durations      words say how long they last
    longest_rest   of a whole note; longer ones are cut to it, None for no limit
    """
    spans = _apart(sorted(span for part in sequence.parts if not part.drums for span in part.spans))
    slices = _tied(spans) if ties else _struck(spans)
    if not durations:
        return " ".join([name for name, _ in slices])
    most = max(round(longest_rest * WHOLE), 1) if longest_rest is not None else None
    return " ".join([f"{name}:{written_length(length)}" for name, length in _cut(slices, most)])


def _apart(spans: Iterable[Span]) -> list[Sounding]:
    """The notes so that no two of one pitch overlap, in the order of their onsets, as they come."""
    found: list[Sounding] = []
    last: dict[int, int] = {}  # pitch → where in `found` it was begun last
    for onset, end, pitch in spans:
        before = last.get(pitch)
        until = end
        if before is not None and found[before][1] > onset:
            begin, late, _ = found[before]
            until = max(end, late)
            if begin == onset:
                found[before] = (begin, until, pitch)
                continue
            found[before] = (begin, onset, pitch)
        last[pitch] = len(found)
        found.append((onset, until, pitch))
    return found


def _tied(notes: Sequence[Sounding]) -> Iterator[Slice]:
    """What sounds between every two moments at which something begins or ends."""
    moments = sorted({0, *[onset for onset, _, _ in notes], *[end for _, end, _ in notes]})
    sounding: dict[int, int] = {}  # pitch → end
    at = 0
    for begin, stop in pairwise(moments):
        sounding = {pitch: end for pitch, end in sounding.items() if end > begin}
        while at < len(notes) and notes[at][0] == begin:
            sounding[notes[at][2]] = notes[at][1]
            at += 1
        chord = sorted(sounding.items())
        yield ".".join([TIED[pitch] if end > stop else TONES[pitch] for pitch, end in chord]) or REST, stop - begin


def _struck(notes: Sequence[Sounding]) -> Iterator[Slice]:
    """What begins at every onset, and silence where all that began there ends before the next one."""
    struck: dict[int, list[Sounding]] = {}
    for note in notes:
        struck.setdefault(note[0], []).append(note)
    now = 0
    for begin, following in zip_longest(struck, [*struck][1:]):
        if begin > now:
            yield REST, begin - now
        group = struck[begin]
        longest = max(end for _, end, _ in group)
        now = longest if following is None else min(longest, following)
        yield ".".join([TONES[pitch] for pitch in sorted([pitch for _, _, pitch in group])]), now - begin


def _cut(slices: Iterable[Slice], longest_rest: int | None) -> Iterator[Slice]:
    """No rest longer than that, and words after each other where none lasts so long."""
    for name, length in slices:
        left = length if longest_rest is None or name != REST else min(length, longest_rest)
        while left > LONGEST:
            yield name if name == REST else ".".join(f"{tone.removesuffix('-')}-" for tone in name.split(".")), LONGEST
            left -= LONGEST
        yield name, left
