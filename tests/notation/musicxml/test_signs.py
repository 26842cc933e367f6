import pytest

from songrnn.notation.musicxml.signs import beside, harmony_of, lyrics_of, marks_of, words_of
from songrnn.notation.musicxml.tree import parse


def element(text):
    return parse(text.encode(), "test")


def marks(inner):
    return [*marks_of(element(f"<note><notations>{inner}</notations></note>"))]


def test_decorations_are_read_by_their_abc_names():
    assert marks("<articulations><staccato/><strong-accent/></articulations><fermata/>") == [
        "staccato", "marcato", "fermata",
    ]  # fmt: skip
    assert marks("<ornaments><trill-mark/><inverted-mordent/></ornaments>") == ["trill", "uppermordent"]
    assert marks("<technical><fingering>3</fingering><fingering>99</fingering><up-bow/></technical>") == ["3", "upbow"]


def test_slurs_are_read_as_parentheses():
    assert marks('<slur type="stop"/><slur type="start"/><slur type="continue"/>') == [")", "("]


def test_a_mark_of_another_name_is_made_safe_to_write():
    assert marks("<technical><other-technical>a!b| c&#173;</other-technical></technical>") == ["abc"]


def lyrics(inner):
    return lyrics_of(element(f"<note>{inner}</note>"))


def test_syllables_carry_a_hyphen_where_their_word_goes_on():
    assert lyrics("<lyric><syllabic>begin</syllabic><text>Glo</text></lyric>") == ("Glo-",)
    assert lyrics("<lyric><syllabic>end</syllabic><text>a</text></lyric>") == ("a",)


def test_verses_keep_their_numbers():
    assert lyrics('<lyric number="2"><text>two</text></lyric>') == ("", "two")
    assert lyrics('<lyric number="x"><text>a</text></lyric><lyric number="x"><text>b</text></lyric>') == ("a", "b")
    assert len(lyrics(f'<lyric number="{"9" * 5000}"><text>a</text></lyric>')) == 1
    assert lyrics("") == ()


def harmony(root, kind, more="", text=""):
    shown = f' text="{text}"' if text else ""
    return harmony_of(
        element(f"<harmony><root><root-step>{root}</root-step></root><kind{shown}>{kind}</kind>{more}</harmony>")
    )


@pytest.mark.parametrize(
    ("chord", "symbol"),
    [
        (("A", "minor-seventh"), "Am7"),
        (("C", "major-seventh", "", "M7"), "CM7"),
        (("C", "major-seventh", "", "Maj&#58;7"), "Cmaj7"),
        (("C", "major", "<bass><bass-step>E</bass-step><bass-alter>-1</bass-alter></bass>"), "C/Eb"),
        (("G", "Neapolitan"), "G"),
        (("E", "other", "", "7b9"), "E7b9"),
    ],
)
def test_chord_symbols_are_read_as_they_are_written_in_abc(chord, symbol):
    assert harmony(*chord) == symbol


@pytest.mark.parametrize(
    ("value", "alter", "kind", "symbol"),
    [
        ("9", "0", "add", "C7add9"),
        ("9", "-1", "add", "C7b9"),
        ("5", "1", "alter", "C7#5"),
        ("3", "0", "subtract", "C7no3"),
    ],
)
def test_degrees_follow_the_kind(value, alter, kind, symbol):
    degree = (
        f"<degree><degree-value>{value}</degree-value><degree-alter>{alter}</degree-alter>"
        f"<degree-type>{kind}</degree-type></degree>"
    )
    assert harmony("C", "dominant", degree) == symbol


def test_no_chord_and_no_root():
    assert harmony("C", "none") == "N.C."
    assert harmony("", "major") == ""


def direction(inner, placement="above"):
    return element(f'<direction placement="{placement}"><direction-type>{inner}</direction-type></direction>')


def test_words_become_annotations_above_or_below():
    assert [*words_of(direction('<words>say "hey"</words>'))] == ["^say 'hey'"]
    assert [*words_of(direction("<words>soft</words><words> </words>", "below"))] == ["_soft"]


def test_dynamics_and_signs_stand_beside_the_notes():
    assert [*beside(direction("<dynamics><mf/><other-dynamics/></dynamics>"))] == ["mf"]
    assert [*beside(direction("<segno/>"))] == ["segno"]
