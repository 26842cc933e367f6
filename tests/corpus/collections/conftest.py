import pytest


@pytest.fixture
def write_midi():
    """Writes a MIDI file: players as (program, drums, [(onset, length, pitch) in quarters])."""

    def write(path, players, ticks=480):
        from symusic import core

        file = core.ScoreTick(ticks)
        file.time_signatures.append(core.TimeSignatureTick(0, 4, 4))
        file.tempos.append(core.TempoTick(0, 500_000))
        for program, drums, notes in players:
            track = core.TrackTick("", program, drums)
            for onset, length, pitch in notes:
                track.notes.append(core.NoteTick(int(onset * ticks), int(length * ticks), pitch, 90))
            file.tracks.append(track)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(file.dumps_midi()))

    return write
