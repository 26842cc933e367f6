"""The page of an ablation."""

import dataclasses

import pytest

from songrnn.actions.ablate import Ablation, Order, Pair, Sample, Share, Verdict
from songrnn.actions.ablate_page import page
from songrnn.actions.generate import Written
from songrnn.actions.pages import write_page
from songrnn.probe.change import Change
from songrnn.probe.losses import Loss
from songrnn.probe.signals import Unit

NAN = float("nan")
PLAIN = Sample(Written("M:4/4\nL:1/8\nK:D\nABcd efga|a8|]\n", finished=True, seed=7), Verdict(0, 0))
CHANGED = Sample(Written('M:4/4\nL:1/8\nK:D\n"<b>"ABcd|e', finished=False, seed=7), Verdict(1, 2))


@pytest.fixture
def found():
    """What is said to have been measured."""
    losses = (
        Loss("all", 9, 100, 1.0, 1.25, 0.1, 0.4, (0.0, 0.5), 1, 0.05, significant=True),
        Loss("end", 2, 2, 0.1, 0.1, NAN, NAN, (0.0, 0.0), 2, 1.0, significant=False),
    )
    order = Order((Change(Unit(1, 3)),))
    controls = ((Unit(1, 1),), (Unit(1, 2),))
    pairs = (Pair(PLAIN, CHANGED),)
    return Ablation(
        order, "a <corpus>", 20, 9, controls, losses, pairs, Share(5, 5, 4), Share(5, 1, 0), 0.7, ("Mind <this>.",)
    )


def test_a_page_shows_losses_shares_and_both_tunes_as_scores_and_sound(found, tmp_path):
    text = write_page(page("my <model>", found), tmp_path / "page.html").read_text()
    assert "<b>" not in text
    assert "my &lt;model&gt;, without 1:3" in text
    words = ("+0.250 *", "too few tunes", "Mind &lt;this&gt;.", "in order", "1 error", "Temperature 0.7.", "Fisher")
    assert all(word in text for word in words)
    assert text.count("<audio") == text.count("image/svg+xml") == text.count("audio/midi") == 2
    assert all(f">{number}<" in text for number in (5, 4, 1, 0))


def test_without_controls_tunes_and_shares_there_is_the_table_alone(found):
    losses = tuple(dataclasses.replace(one, controls=(), p=NAN) for one in found.losses)
    bare = dataclasses.replace(found, controls=(), losses=losses, pairs=(), plain=None, changed=None)
    drawn = page("folk", bare)
    assert [section.title for section in drawn.sections] == ["What costs more", "How it was measured"]
    assert not drawn.files


def test_a_tune_without_notes_has_no_files_and_that_is_said(found, tmp_path):
    silent = Sample(Written("", finished=True, seed=7), Verdict(1, 0))
    drawn = page("folk", dataclasses.replace(found, pairs=(Pair(silent, silent),)))
    assert not drawn.files
    assert "it holds no note" in write_page(drawn, tmp_path / "page.md").read_text()
