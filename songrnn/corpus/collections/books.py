"""Tunes as text: tunebooks, course text between `<start>` and `<end>`, and the token files of folk-rnn.

folk-rnn's files hold tunes of three lines, or one line a tune between `<s>` and `</s>`; what their tokens mean,
songrnn.notation.folkrnn knows. Its collections: github.com/IraKorshunova/folk-rnn, folder data.
"""

import re
from collections.abc import Iterator

from songrnn.corpus.collections.files import content_of
from songrnn.corpus.layouts import Job
from songrnn.corpus.reading import Manner, Raw, Refused
from songrnn.corpus.sources import cut, text_of
from songrnn.notation.folkrnn import read_book as read_book_of_tokens

_MOST_BYTES = 1 << 26  # of one job; bigger files come in ranges, if they hold any tunes
_NEXT_TUNE = re.compile(r"(?m)^(?=M:|<s>)")
_KEY = re.compile(r"(?m)(?:^|[ \t])K:")
_FRAMES = frozenset({"<s>", "</s>"})


def read_book(job: Job, _manner: Manner) -> Iterator[Raw | Refused]:
    """The tunes of a tunebook or of course text."""
    for number, one in enumerate(cut(text_of(content_of(job, _MOST_BYTES), job.name)), start=job.first):
        name = f"{job.name}, tune {number}"
        yield Refused(name, one.fault) if one.fault else Raw(one.text, "abc", name, job.source)


def read_tokens(job: Job, _manner: Manner) -> Iterator[Raw | Refused]:
    """The tunes of a file of folk-rnn's tokens, as ABC."""
    text = text_of(content_of(job, _MOST_BYTES), job.name)
    tunes = [tune for tune in _NEXT_TUNE.split(text) if tune.split() and not _FRAMES.issuperset(tune.split())]
    for number, tune in enumerate(tunes, start=job.first):
        name = f"{job.name}, tune {number}"
        if _KEY.search(tune):
            yield Raw(read_book_of_tokens(tune)[0], "abc", name, job.source)
        else:
            yield Refused(name, "has no K: line, so no music")
