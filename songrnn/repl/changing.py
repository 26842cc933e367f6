"""The chat's /ablate and /clamp: units switched off or held at a value in the answers to come."""

from collections.abc import Iterator

from songrnn.errors import UsageError
from songrnn.printable import one_line
from songrnn.probe.change import Change, described
from songrnn.probe.signals import parse_unit
from songrnn.repl.chat import Chat

_OFF = "off"
_HOW = "/ablate LAYER:INDEX switches a unit off, /clamp LAYER:INDEX VALUE holds it, /ablate off undoes all"


def ablate(chat: Chat, rest: str) -> Iterator[str]:
    """Switch units off, undo all changes, or say what is changed."""
    if rest.strip() == _OFF:
        chat.undo()
    elif rest.strip():
        chat.change(*(Change(parse_unit(word)) for word in rest.replace(",", " ").split()))
    yield _now(chat)


def clamp(chat: Chat, rest: str) -> Iterator[str]:
    """Hold a unit's output at a value."""
    unit, *value = rest.split() or [""]
    if not unit or len(value) != 1:
        raise UsageError("/clamp takes a unit and a value from -1 to 1, such as /clamp 2:37 0.9; give both.")
    chat.change(Change(parse_unit(unit), clamp=_number(value[0])))
    yield _now(chat)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise UsageError(f"The value is '{one_line(text, 40)}'; give a number from -1 to 1.") from None


def _now(chat: Chat) -> str:
    if not chat.changes:
        return f"no unit is changed; {_HOW}"
    return f"answers from now on: {described(chat.changes)}; /ablate off undoes it"
