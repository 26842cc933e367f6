import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.errors import MusicError
from songrnn.notation.midi.channels import only_channels
from songrnn.notation.midi.reading import events_of

HEAD = b"MThd\0\0\0\6\0\1\0\1\0\x60"
END = b"\0\xff\x2f\0"


def track(events):
    return b"MTrk" + len(events).to_bytes(4, "big") + events


def pitches(content, *channels):
    return [one.pitch for part in events_of(only_channels(content, channels, "a"), "a").tracks for one in part.strikes]


def note(channel, pitch):
    return bytes([0, 0x90 | channel - 1, pitch, 64, 96, 0x80 | channel - 1, pitch, 64])


@given(
    st.lists(st.tuples(st.integers(1, 16), st.integers(0, 127)), min_size=1, max_size=30),
    st.sets(st.integers(1, 16)),
)
def test_the_notes_of_the_chosen_channels_are_left_and_the_length_is_the_same(notes, chosen):
    content = HEAD + track(b"".join(note(*one) for one in notes) + END)
    kept = only_channels(content, chosen, "a")
    assert len(kept) == len(content)
    wanted = sorted(pitch for channel, pitch in notes if channel in chosen)
    if wanted:
        assert sorted(pitches(content, *chosen)) == wanted
    else:
        with pytest.raises(MusicError, match="no notes"):
            pitches(content, *chosen)


def test_all_channels_leave_the_file_as_it_was():
    content = HEAD + track(note(1, 60) + note(10, 36) + END)
    assert only_channels(content, range(1, 17), "a") == content


def test_a_status_holds_on_and_other_events_stand_between():
    sysex, text, program = b"\0\xf0\3\x90\x40\xf7", b"\0\xff\1\3\x90ab", b"\0\xc1\5"
    content = HEAD + track(b"\0\x91\x3c\x40\x60\x3c\0" + sysex + text + program + note(1, 62) + END)
    assert pitches(content, 2) == [60]
    assert pitches(content, 1) == [62]


def test_chunks_of_other_kinds_and_a_wrapping_are_passed_over():
    content = b"RIFF\0\0\0\0RMIDdata\0\0\0\0" + HEAD + b"XFIH\0\0\0\4\0\x90\x40\x40" + track(note(2, 60) + END)
    kept = only_channels(content, (1,), "a")
    assert [at for at in range(len(content)) if kept[at] != content[at]] == [len(content) - len(END) - 5]


@pytest.mark.parametrize(
    "torn",
    [
        b"MTrk\0\0\xff\xff", track(b"\xff" * 20), track(b"\0\x90\x40"), track(b"\0\x40\x40"), track(b"\0\xff\1\x7f"),
        track(b"\0"),
    ],
)  # fmt: skip
def test_a_torn_track_is_refused(torn):
    with pytest.raises(MusicError, match=r"'a\.mid' has a track that is torn"):
        only_channels(HEAD + torn, (1,), "a.mid")


@given(st.binary(max_size=100))
def test_rubbish_is_refused_or_left_at_its_length(events):
    try:
        assert len(only_channels(HEAD + track(events), (1,), "a")) == len(HEAD) + 8 + len(events)
    except MusicError:
        assert events
