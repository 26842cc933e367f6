from songrnn.evaluate.study.media import media

TUNE = "X:1\nT:<b>Tune</b>\nM:4/4\nL:1/8\nK:D\nABcd efga|d2f2 a2f2|\n"


def test_a_tune_has_a_picture_sound_and_midi():
    found = media(TUNE, "abc")
    assert found.picture.startswith(b"<?xml")
    assert b"<script" not in found.picture
    assert found.midi.startswith(b"MThd")
    assert 2_000 < len(found.sound) < 60_000
    assert found.remarks == ()


def test_note_words_have_them_too():
    assert None not in (media("C4:1/4 E4:1/4 C4.E4:1/2", "words").picture, media("C4:1/4", "words").sound)


def test_the_same_tune_makes_the_same_files():
    assert media(TUNE, "abc") == media(TUNE, "abc")


def test_sound_is_cut_at_half_a_minute_and_the_score_after_its_first_bars():
    long = TUNE + "ABcd efga|" * 300
    short = TUNE + "ABcd efga|" * 30
    found, other = media(long, "abc"), media(short, "abc")
    assert len(found.sound) < 1.1 * len(other.sound)
    assert found.picture == other.picture
    assert len(found.midi) > len(other.midi)


def test_a_tune_without_a_note_is_told_of_in_one_sentence():
    for text in ("", "X:1\nK:C\nz4|"):
        assert media(text, "abc").remarks == ("There is no score, sound or MIDI: it holds no note.",)
