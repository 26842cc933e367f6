"""What Enter does: a header line opens a new line, an empty line after one sends, anything else sends at once."""

from prompt_toolkit.document import Document
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from songrnn.repl.chat import begins_header


def sends(text: str) -> bool:
    """Whether Enter at the end of this text sends it."""
    return not begins_header(text) or text.endswith("\n")


def tidy(text: str) -> str:
    """What is sent: without the empty line that ended it, and without bytes that were no characters."""
    return text.rstrip("\n").encode(errors="replace").decode()


def bindings() -> KeyBindings:
    """Key bindings of the prompt."""
    keys = KeyBindings()

    @keys.add("enter")
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if buffer.document.is_cursor_at_the_end and not sends(buffer.text):
            buffer.insert_text("\n")
        else:
            buffer.document = Document(tidy(buffer.text))
            buffer.validate_and_handle()

    return keys
