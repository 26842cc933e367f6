"""Progress: plain lines where there is no terminal, a live one where there is."""

import io
from pathlib import Path

import pytest

from songrnn.cli import progress
from songrnn.cli.progress import Watcher, make_watcher, valid_line
from songrnn.train.events import Finished, Sample, Saved, Step, Valid

VALID = Valid(20, 1.5, {"nats": 1.0, "header_nats": 0.5, "body_nats": 1.25}, best=True)


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_stream_that_is_no_terminal_gets_plain_lines(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    assert type(make_watcher(io.StringIO())) is Watcher
    assert type(make_watcher(Terminal())) is not Watcher


def test_a_terminal_that_cannot_move_its_cursor_gets_plain_lines(monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    assert type(make_watcher(Terminal())) is Watcher


def test_a_validation_is_told_in_nats_and_bits():
    assert valid_line(VALID).startswith("step 20  train 1.500 nats (2.164 bits)  valid 1.000 nats (1.443 bits)")
    assert valid_line(VALID).endswith("  best")


def test_plain_lines_tell_validations_the_end_and_a_step_an_interval(capsys, monkeypatch):
    watcher = Watcher()
    with watcher:
        watcher.see(Step(1, 9, 2.5, 100.0, 6000))
        monkeypatch.setattr(progress, "_INTERVAL", 0.0)
        watcher.see(Step(2, 9, 2.25, 100.0, 6000))
        for event in (VALID, Sample(2, "ABc"), Saved(2, Path("x")), Finished(9, "done")):
            watcher.see(event)
    out, err = capsys.readouterr()
    assert out == ""
    step = "step 2/9  train 2.250  100 characters/s  7 min left"
    assert err.splitlines() == [step, valid_line(VALID), "ended at step 9: done"]


def test_a_loss_that_is_no_likelihood_has_no_bits_and_other_figures_are_told():
    told = valid_line(Valid(20, 1.5, {"loss": 1.25, "f1": 0.5}, measure="loss"))
    assert told == "step 20  train 1.500 loss  valid 1.250 loss  f1 0.500"
    notes = valid_line(Valid(20, 1.5, {"loss": 1.0, "nats": 1.0, "pitch_nats": 0.25}))
    assert notes == "step 20  train 1.500 nats (2.164 bits)  valid 1.000 nats (1.443 bits)  pitch_nats 0.250"


def test_a_sample_that_has_collapsed_is_told(capsys):
    watcher = Watcher()
    watcher.see(Sample(2, "ABc", "One note is played 40 times."))
    assert capsys.readouterr().err == "step 2  the sample has collapsed: One note is played 40 times.\n"


@pytest.mark.parametrize("text", ["[bold]ABc[/bold]", "T:\x1b]0;evil\x07"])
def test_a_live_line_shows_samples_as_they_are_but_harmless(capsys, monkeypatch, text):
    monkeypatch.setenv("TERM", "xterm")
    watcher = make_watcher(Terminal())
    with watcher:
        watcher.see(Step(1, 9, 2.5, 100.0, 6000))
        watcher.see(VALID)
        watcher.see(Sample(1, text + "\n|" * 50))
    err = capsys.readouterr().err
    assert text.replace("\x1b", "\ufffd").replace("\x07", "\ufffd") in err
    assert err.count("    |") == 7
    assert "valid 1.000 nats (1.443 bits)" in err
