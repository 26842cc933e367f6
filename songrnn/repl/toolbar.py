"""The line beneath the prompt: the model and how it is asked."""

from prompt_toolkit.formatted_text import StyleAndTextTuples

from songrnn.printable import one_line
from songrnn.probe.change import described
from songrnn.repl.chat import Chat

_LONGEST = 40  # that changed units take up


def toolbar(chat: Chat) -> StyleAndTextTuples:
    """The settings of the next tune."""
    wish = chat.wish
    parts = [f"model {one_line(chat.model, 30)}"]
    parts += [one_line(described(chat.changes), _LONGEST)] if chat.changes else []
    parts += [f"temperature {wish.temperature:g}"] if wish.temperature is not None else []
    parts += [f"top-k {wish.top_k}"] if wish.top_k else []
    parts += [f"top-p {wish.top_p:g}"] if wish.top_p < 1 else []
    parts += [f"rules {wish.rules}"] if wish.rules != "bars" else []
    parts += [f"length {wish.length}"] if wish.length else []
    parts += [f"seed {wish.seed}", "/help"]
    return [("", " · ".join(parts))]
