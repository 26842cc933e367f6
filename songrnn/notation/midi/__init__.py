"""MIDI files: scores into them, through music21 or fast through symusic; and back, on a grid, through symusic."""

from songrnn.notation.midi.fast import write_midi_fast
from songrnn.notation.midi.transcribe import ReadMidi, read_midi
from songrnn.notation.midi.writing import write_midi
from songrnn.notation.whole import write_whole

__all__ = ["ReadMidi", "read_midi", "write_midi", "write_midi_fast", "write_whole"]
