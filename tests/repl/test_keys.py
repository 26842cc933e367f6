"""What Enter does."""

import pytest
from prompt_toolkit import PromptSession
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from songrnn.repl.keys import bindings, sends, tidy

pytestmark = pytest.mark.timeout(30)  # a prompt that is not answered waits for ever


def typed(keys):
    """What the prompt returns for some keys."""
    with create_pipe_input() as pipe:
        pipe.send_text(keys)
        prompt = PromptSession(input=pipe, output=DummyOutput(), multiline=True, key_bindings=bindings())
        return prompt.prompt()


@pytest.mark.parametrize(
    ("text", "answer"),
    [("", True), ("ABc", True), ("/help", True), ("K:D", False), ("M:6/8\nK:D", False), ("M:6/8\nK:D\n", True)],
)
def test_a_header_goes_on_until_an_empty_line(text, answer):
    assert sends(text) is answer


def test_what_is_sent_has_no_empty_end_and_no_broken_characters():
    assert tidy("M:6/8\nK:D\n\n") == "M:6/8\nK:D"
    assert tidy("T:\udcff é") == "T:? é"


@pytest.mark.parametrize(
    ("keys", "entry"),
    [
        ("\r", ""), ("ABc\r", "ABc"), ("/help\r", "/help"), ("M:6/8\rK:D\r\r", "M:6/8\nK:D"),
        ("K:D\r\x1b[Ax\r", "xK:D"),  # with the cursor inside the text, Enter sends what is there
    ],
)  # fmt: skip
def test_enter_opens_a_line_or_sends(keys, entry):
    assert typed(keys) == entry


def test_a_rest_is_sent_at_once():
    assert sends("R:1/2 C4:1/4")
