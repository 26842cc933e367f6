"""The chat's /ablate and /clamp: units switched off or held at a value in the answers to come.

/ablate 2:37 3:1     what others hear of these units, h, is 0
/ablate 2:37 c       the memory of an lstm's unit is 0; /clamp 2:37 0.9 c holds it
"""

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
        units, signal = _signal(rest.replace(",", " ").split())
        if not units:
            raise UsageError("/ablate takes units, and h or c after them, such as /ablate 2:37 c; give one or more.")
        chat.change(*(Change(parse_unit(word), signal) for word in units))
    yield _now(chat)


def clamp(chat: Chat, rest: str) -> Iterator[str]:
    """Hold a unit's output or memory at a value."""
    words, signal = _signal(rest.split())
    if len(words) != 2:
        raise UsageError("/clamp takes a unit and a value, h from -1 to 1, such as /clamp 2:37 0.9; give both.")
    chat.change(Change(parse_unit(words[0]), signal, clamp=_number(words[1])))
    yield _now(chat)


def _signal(words: list[str]) -> tuple[list[str], str]:
    """The words but for a last one that is a signal, and that; h if there is none."""
    return (words[:-1], words[-1]) if words and words[-1] in {"h", "c"} else (words, "h")


def shown(chat: Chat, *, as_changed: bool) -> str:
    """What a picture of a model shows of its changes."""
    if as_changed:
        heard = any(change.signal == "h" for change in chat.changes)
        itself = "; where h is changed, what the unit says itself and not what others hear" if heard else ""
        return f"Shown is the changed model ({described(chat.changes)}){itself}."
    return "Shown is the model as it is without what /ablate and /clamp changed, which cannot be read of this one."


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise UsageError(f"The value is '{one_line(text, 40)}'; give a number.") from None


def _now(chat: Chat) -> str:
    if not chat.changes:
        return f"no unit is changed; {_HOW}"
    return f"answers from now on: {described(chat.changes)}; /ablate off undoes it"
