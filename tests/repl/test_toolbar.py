"""The line beneath the prompt."""

from dataclasses import replace

from songrnn.actions.generate import Wish
from songrnn.repl.chat import Chat
from songrnn.repl.toolbar import toolbar


def text(chat):
    return "".join(part[1] for part in toolbar(chat))


def test_the_settings_of_the_next_tune_are_shown():
    chat = Chat(model="folk", wish=Wish(0.8, seed=7))
    assert text(chat) == "model folk · temperature 0.8 · seed 7 · /help"


def test_limits_are_shown_only_where_there_are_any():
    chat = Chat(model="folk", wish=Wish(seed=7))
    chat.wish = replace(chat.wish, top_k=5, top_p=0.9, length=300)
    assert "top-k 5 · top-p 0.9" in text(chat)
    assert "length 300" in text(chat)


def test_rules_are_shown_only_where_they_are_not_the_usual_ones():
    assert "rules" not in text(Chat(model="folk", wish=Wish()))
    assert "rules off" in text(Chat(model="folk", wish=Wish(rules="off")))


def test_a_long_or_evil_name_stays_on_the_line():
    assert "\n" not in text(Chat(model="a\nb\x1b" * 50))
    assert len(text(Chat(model="a" * 500))) < 120
