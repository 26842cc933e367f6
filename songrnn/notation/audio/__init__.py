"""Scores into sound files: by a SoundFont where there is one, else by a small synthesizer of our own."""

from songrnn.notation.audio.writing import write_audio

__all__ = ["write_audio"]
