"""Scores into sound files: who plays, and what the user is told about it."""

from pathlib import Path

from songrnn.errors import UsageError
from songrnn.music.score import Score
from songrnn.notation.audio import soundfont as fonts
from songrnn.notation.audio.files import check_format, encode
from songrnn.notation.audio.instruments import Floats
from songrnn.notation.audio.synthesizer import synthesize
from songrnn.notation.audio.timeline import Timeline, timeline
from songrnn.notation.whole import write_whole
from songrnn.printable import one_line


def write_audio(score: Score, path: Path, *, soundfont: Path | None = None) -> list[str]:
    """Write a score as it is played, a second of room at its end: 44.1 kHz, 16 bits, stereo, peaks at -1 dBFS.

    path        ends in .wav, .flac, .ogg or .mp3; a file that was there is replaced
    soundfont   a .sf2 file; else what SONGRNN_SOUNDFONT names, else one that is installed, if something can play it;
                else the synthesizer of our own
    returns     remarks: silences that were cut down to 4 s, a SoundFont that was not used
    raises      MusicError if there is no note to hear, more than 30,000 notes or 20 minutes; UsageError if the file
                cannot be written, its format needs something that is not installed, or the SoundFont is no good
    """
    suffix = path.suffix.lower()
    check_format(suffix)
    asked = fonts.named(soundfont)
    what = timeline(score)
    sound, remarks = _played(what, asked)
    write_whole(path, encode(sound, suffix))
    if what.shortened:
        remarks.append(f"'{one_line(path.name)}': silences of more than 4 s are cut down to 4 s.")
    return remarks


def _played(what: Timeline, asked: Path | None) -> tuple[Floats, list[str]]:
    """The samples, by whoever can play, and a remark if that is not who was asked for."""
    if not fonts.can_play():
        needed = f"is not used: playing SoundFonts needs tinysoundfont ({fonts.INSTALL})."
        return synthesize(what), [f"'{one_line(asked.name)}' {needed}"] if asked else []
    font = asked or fonts.installed()
    if font is None:
        return synthesize(what), []
    try:
        return fonts.play(what, font), []
    except fonts.SoundFontError as error:
        if asked:
            raise UsageError(str(error)) from error
        return synthesize(what), [f"{error} songrnn's own synthesizer plays instead."]
