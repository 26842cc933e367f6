import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.corpus.clean import Rules, clean
from songrnn.notation.abc.parser import read_tune

HEADER = "X:1\nT:A Tune\nR:Reel\nM:4/4\nL:1/8\nK:G\n"
BAR = "ABcd efga"
BODY = f"{BAR}|{BAR}|{BAR}|{BAR}|]"
ALL = Rules()
BARS = st.sampled_from([BAR, "A2B2 c2d2", "(3ABc d2 e>f g2", "z4 A3B", "~A3B c4", "[CE]2 D6 ", "{g}A2 ^A2 =B2 A2"])
LINES = st.sampled_from(["|", "||", ":|", "|:", ":|\n|:", "|\n"])


def cleaned(body, header=HEADER):
    out = clean(header + body, ALL)
    assert out.dropped == ""
    return out.text


def body_of(text):
    return text.split("\nK:G\n")[1]


def sounds(text):
    return [(note.pitches, note.duration) for bar in read_tune(text).score.voices[0].bars for note in bar.notes]


def test_a_clean_tune_keeps_its_body_and_the_asked_fields_in_the_asked_order():
    assert cleaned(BODY) == f"R:reel\nM:4/4\nL:1/8\nK:G\n{BODY}"
    assert clean(HEADER + BODY, Rules(("K", "M"))).text == f"K:G\nM:4/4\n{BODY}"


def test_a_clean_tune_is_mended_by_no_rule():
    assert clean(HEADER + BODY, ALL).mended == []


@pytest.mark.parametrize(
    ("dirt", "rule"),
    [
        ('"Am"A', "fingerings and words left out"),
        ("!trill!A", "decorations left out, except the roll ~"),
        ("uA", "decorations left out, except the roll ~"),
        ("(A)", "slurs left out"),
        ("yA", "spacers left out"),
        ("A%end\n", "comments and layout directives left out"),
        ("\n%%vskip 1\nA", "comments and layout directives left out"),
        ("\nN:slowly\nA", "words and remarks between the lines left out"),
        ("[r:slowly]A", "words and remarks between the lines left out"),
    ],
)
def test_what_does_not_sound_is_left_out_and_counted(dirt, rule):
    out = clean(HEADER + BODY.replace("A", dirt, 1), ALL)
    assert out.text.replace("\nA", "A").replace(" ", "") == cleaned(BODY).replace("\nA", "A").replace(" ", "")
    assert out.mended == [rule]


@pytest.mark.parametrize("kept", ["~A", "{g}A", "^A", "{^gf}A"])
def test_rolls_graces_and_accidentals_stay(kept):
    assert body_of(cleaned(BODY.replace("A", kept, 1))) == BODY.replace("A", kept, 1)


@pytest.mark.parametrize(
    ("field", "written"),
    [
        (("M:4/4", "M:C"), "M:4/4"),
        (("M:4/4", "M:C|"), "M:C|"),
        (("R:Reel\nM:4/4", "R:hornpipe\nM:C|"), "M:4/4"),
        (("K:G", "K:Emin"), "K:Em"),
        (("K:G", "K:G major"), "K:G"),
        (("K:G", "K:A Dorian"), "K:Ador"),
        (("K:G", "K:D clef=treble"), "K:D"),
        (("L:1/8\n", ""), "L:1/8"),
        (("R:Reel", "R: Double Jig!"), "R:double jig"),
    ],
)
def test_fields_are_written_in_one_way(field, written):
    assert written in cleaned(BODY, HEADER.replace(*field)).split("\n")


def test_an_empty_rhythm_is_not_written():
    assert cleaned(BODY, HEADER.replace("R:Reel\n", "")).startswith("M:4/4\n")


@pytest.mark.parametrize(
    ("body", "written"),
    [
        (BODY.replace("AB", "A-B", 1), BODY),
        (BODY.replace("a|A", "A-|A", 1), BODY.replace("a|A", "A-|A", 1)),
        (BODY.replace("a|A", "A-||A", 1), f"ABcd efgA||\n{BAR}|{BAR}|{BAR}|]"),
        (BODY.replace("A", "z-A", 1).replace("cd", "d", 1), BODY.replace("A", "zA", 1).replace("cd", "d", 1)),
    ],
)
def test_ties_stay_between_equal_pitches_only(body, written):
    assert body_of(cleaned(body)) == written


def test_repeats_are_opened_and_lines_laid_out():
    body = "|".join([BAR] * 5) + ":|" + BAR + ":|"
    assert body_of(cleaned(body)) == f"|:{BAR}|{BAR}|{BAR}|{BAR}|\n{BAR}:|\n|:{BAR}:|"
    assert "repeats opened where players go back to" in clean(HEADER + body, ALL).mended


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (HEADER.replace("M:4/4", "M:none") + BODY, "no meter that can be counted"),
        (HEADER.replace("M:4/4\n", "") + BODY, "no meter that can be counted"),
        (HEADER.replace("K:G", "K:none") + BODY, "no key"),
        (HEADER + BODY.replace("A", "*", 1), "characters that mean nothing in ABC"),
        (HEADER + BODY.replace("A", "&A", 1), "more than one voice"),
        (HEADER + BODY.replace("A", "[K:D]A", 1), "key, meter, unit or voice changes inside the tune"),
        (HEADER + BODY + "\nV:2\nA", "key, meter, unit or voice changes inside the tune"),
        (HEADER + BODY.replace("A", "A2", 1), "bars longer or shorter than the meter"),
        (HEADER + f"{BAR}|{BAR}|{BAR}|]", "fewer than four bars"),
        (HEADER, "fewer than four bars"),
        (HEADER + BODY.replace("AB", "A2>B", 1), "broken rhythm between unequal notes"),
        (HEADER + BODY.replace("A", "A/0", 1), "impossible length a sign"),
        (HEADER + BODY.replace("A", "}A", 1), "passed over a sign"),
        (HEADER + f"|:{BAR}|:{BODY}:|", "a repeat is opened twice"),
        (HEADER + f"{BODY}1{BAR}:|", "endings that do not pair"),
        ("", "no meter that can be counted"),
    ],
)
def test_what_cannot_be_mended_is_dropped_with_its_reason(text, reason):
    out = clean(text, ALL)
    assert (out.text, out.dropped) == ("", reason)


@settings(deadline=None)
@given(st.lists(st.tuples(BARS, LINES), min_size=4, max_size=10))
def test_cleaning_keeps_what_sounds_and_changes_a_clean_tune_no_more(bars):
    text = HEADER + "".join(bar + line for bar, line in bars)
    once = clean(text, ALL)
    if not once.dropped:
        assert sounds(once.text) == sounds(text)
        again = clean(once.text, ALL)
        assert (again.text, again.dropped) == (once.text, "")


@settings(deadline=None)
@given(st.one_of(st.text(max_size=60), st.text('ABc2/|:[]()-<>{}~"%^ \n13MKL&', max_size=60).map(HEADER.__add__)))
def test_any_text_is_cleaned_or_dropped(text):
    out = clean(text, ALL)
    assert bool(out.text) != bool(out.dropped)
