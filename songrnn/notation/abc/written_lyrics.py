"""What is sung to a line of bars, as w: lines: one for each verse, a syllable for each note.

After: ABC 2.1, section 5.1.
"""

from collections.abc import Sequence

from songrnn.music.score import Bar

_ALONE = ("", "_", "*")  # what stands for a note that begins no syllable
_MEANS = str.maketrans({" ": "~", "\n": "~", "\t": "~", "-": "\\-", "|": "", "_": "\\_", "*": "\\*", "~": "\\~"})


def verses(bars: Sequence[Bar]) -> list[str]:
    """The w: lines under some bars; rests and overlays sing nothing."""
    sung = [note.signs.lyrics for bar in bars for note in bar.notes if note.pitches]
    count = max(map(len, sung), default=0)
    return [_verse([syllables[at] if at < len(syllables) else "" for syllables in sung]) for at in range(count)]


def _verse(syllables: Sequence[str]) -> str:
    while syllables and not syllables[-1]:
        syllables = syllables[:-1]
    text = "w:"
    joined = False
    for syllable in syllables or ("",):
        written = _syllable(syllable)
        text += written if joined and syllable not in _ALONE else f" {written}"
        joined = written.endswith("-") and len(written) > 1 and not written.endswith("\\-")
    return text


def _syllable(syllable: str) -> str:
    if syllable in _ALONE:
        return syllable or "*"
    goes_on = len(syllable) > 1 and syllable.endswith("-")
    return (syllable[:-1] if goes_on else syllable).translate(_MEANS) + "-" * goes_on
