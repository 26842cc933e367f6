import io
import json
import struct
import sys
from types import SimpleNamespace

import pytest

from songrnn.notation.audio import soundfont_child as child


class Synth:
    """Stands in for tinysoundfont's: its samples count how many notes are on."""

    def __init__(self, **_):
        self.on = set()
        self.programs = {}

    def sfload(self, font):
        if font == "broken":
            raise RuntimeError("Could not load it")
        return 0

    def program_select(self, channel, _font, _bank, program):
        if program == 99:
            raise RuntimeError("No such program")
        self.programs[channel] = program

    def control_change(self, channel, number, value):
        assert (channel, number, value) == (0, 10, 64)

    def noteon(self, channel, pitch, _velocity):
        self.on.add((channel, pitch))

    def noteoff(self, channel, pitch):
        self.on.discard((channel, pitch))

    def generate(self, length):
        return struct.pack("=2f", len(self.on), len(self.on)) * length


def asked(monkeypatch, **changes):
    order = {
        "font": "f.sf2", "rate": 10, "frames": 100_000, "channels": [{"channel": 0, "program": 99, "pan": 64}],
        "events": [(2, 0, 60, 100), (4, 0, 64, 100), (6, 0, 60, 0), (99_999, 0, 64, 0)],
    }  # fmt: skip
    out = io.BytesIO()
    monkeypatch.setitem(sys.modules, "tinysoundfont", SimpleNamespace(Synth=Synth))
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(order | changes)))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out))
    code = child.main()
    return code, [left for left, _ in struct.iter_unpack("=2f", out.getvalue())]


def test_notes_sound_from_their_beginning_to_their_end(monkeypatch):
    code, counts = asked(monkeypatch)
    assert code == 0
    assert counts == [0] * 2 + [1] * 2 + [2] * 2 + [1] * 99_993 + [0]


def test_a_soundfont_that_cannot_be_loaded_is_said(monkeypatch, capsys):
    assert asked(monkeypatch, font="broken") == (1, [])
    assert capsys.readouterr().err == "Could not load it"


@pytest.mark.parametrize(("wanted", "given"), [(99, 0), (5, 5)])
def test_a_missing_program_is_replaced_by_the_first(wanted, given):
    synth = Synth()
    child.select(synth, 0, {"channel": 0, "program": wanted, "pan": 64})
    assert synth.programs == {0: given}
