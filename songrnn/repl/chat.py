"""The conversation, without a terminal: what an entry means, what the model answers, what is kept.

An entry that begins with a header begins a tune. Notes alone go on with the tune under way if it has not ended, else
they begin a tune under the last header. An empty entry lets the model begin. Note words, for a model that writes
them, go on with the piece under way or begin one; there is no header.
"""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from songrnn.actions.generate import USUAL_TEMPERATURES, Arranged, Text, Wish, Written, generate
from songrnn.notation.formats import Tune
from songrnn.notation.words.word import parse
from songrnn.probe.change import Change
from songrnn.session import DEFAULT_MODEL, Session

if TYPE_CHECKING:
    from songrnn.checkpoint import Trained

_HEADER_LINE = re.compile(r"[A-Za-z]:")
_HEADER = re.compile(r"(?:[A-Za-z]:.*\n)+")
_SEEDS = 10**6


def begins_header(text: str) -> bool:
    """Whether an entry begins like an ABC header, and so goes on until an empty line. A rest, R:1/2, is none."""
    return bool(_HEADER_LINE.match(text)) and parse(text.split(None, 1)[0]) is None


@dataclass
class Chat:
    """What a conversation remembers.

    wish      how tunes are wanted; its seed is that of the next tune
    prompt    what the last tune began with         tune      the last tune, as far as it came
    ended     whether the model ended it            tunes     how many there were
    notation  what it is written in, "abc" or "words"
    changes   of units of the model, in the answers to come
    """

    session: Session = field(default_factory=Session)
    model: str = DEFAULT_MODEL
    wish: Wish = field(default_factory=lambda: Wish(USUAL_TEMPERATURES["character"], seed=secrets.randbelow(_SEEDS)))
    prompt: str | None = None
    tune: str = ""
    ended: bool = True
    tunes: int = 0
    notation: str = "abc"
    changes: tuple[Change, ...] = ()
    _altered: "Trained | None" = None

    @property
    def trained(self) -> "Trained":
        """The model that answers, with its units changed as they are to be."""
        return self._altered or self.session.model(self.model)

    @property
    def looked_into(self) -> "Trained":
        """The model that answers, or, if what its units say cannot be read, the same with nothing changed."""
        from songrnn.actions.ablate import can_be_traced

        return self.trained if can_be_traced(self.trained) else self.session.model(self.model)

    @property
    def last(self) -> Tune:
        """The last tune, to be written into files."""
        return Tune(self.tune, notation=self.notation)

    @property
    def alarm(self) -> str:
        """One sentence if the last tune has collapsed, such as into one note; "" if not."""
        from songrnn.evaluate.collapse import collapse_of_text

        found = collapse_of_text(self.tune, self.notation)
        return f"This one has collapsed: {found} Another seed or temperature may help." if found else ""

    def answer(self, entry: str) -> Iterator[Arranged | Text | Written]:
        """What the model makes of an entry, as it comes. Closed early, it keeps what was written."""
        return self._write(self._prompt(entry))

    def again(self) -> Iterator[Arranged | Text | Written]:
        """Another answer to the last prompt, from the next seed."""
        return self._write(self.prompt or "")

    def ask(self, model: str) -> None:
        """Have another model answer. It goes on with the tune under way if that is in its notation."""
        if self.session.model(model).spoken != self.notation:
            self.ended, self.prompt = True, None
        self.undo()
        self.model = model

    def change(self, *changes: Change) -> None:
        """Have units changed from now on, beside those that are; raises UsageError for what cannot be, changing none.

        What was changed of a unit's signal before is replaced.
        """
        from songrnn.actions.ablate import altered

        replaced = {(change.unit, change.signal) for change in changes}
        kept = (before for before in self.changes if (before.unit, before.signal) not in replaced)
        wanted = (*kept, *changes)
        self._altered = altered(self.session.model(self.model), wanted)
        self.changes = wanted

    def undo(self) -> None:
        """Have no unit changed any more."""
        self.changes, self._altered = (), None

    def goes_on(self, entry: str) -> bool:
        """Whether an entry goes on with the tune under way, and does not begin another."""
        notes = bool(entry.strip()) and not begins_header(entry)
        return notes and bool(self.tune) and not self.ended

    def _prompt(self, entry: str) -> str:
        entry = entry.strip("\n")
        if not entry.strip():
            return ""
        if begins_header(entry):
            return entry.strip() + "\n"
        if self.session.model(self.model).spoken == "words":
            return f"{self.tune} {entry}" if self.goes_on(entry) else entry
        if self.goes_on(entry):
            gap = "\n" if begins_header(self.tune.rpartition("\n")[2]) else ""  # stopped inside its header
            return self.tune + gap + entry
        header = _HEADER.match(self.tune)
        return (header.group() if header else "") + entry

    def _write(self, prompt: str) -> Iterator[Arranged | Text | Written]:
        for event in generate(self.trained, prompt, self.wish):
            if isinstance(event, Arranged):
                self._begin(prompt, event)
            elif isinstance(event, Text):
                self.tune += event.text
            else:
                self.ended = event.finished
            yield event

    def _begin(self, prompt: str, arranged: Arranged) -> None:
        """From here on there is a new tune, however far it comes; before, a failure leaves the last one as it was."""
        self.prompt, self.tune, self.ended = prompt, arranged.kept + arranged.fed, False
        self.notation = self.session.model(self.model).spoken
        self.tunes += 1
        self.wish = replace(self.wish, seed=self.wish.seed + 1)
