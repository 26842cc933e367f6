import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.probe.features.abc import FEATURES, read

HEADER = "M:4/4\nL:1/4\nK:D\n"
NAN = float("nan")


def in_body(music, name, header=HEADER):
    """The values of a feature at the characters of the body."""
    return read(header + music)[name][len(header) :]


def signs(values):
    """Values as a line: a dot where the question has no sense, - for minus one."""
    return "".join("." if np.isnan(value) else "-" if value < 0 else f"{value:.0f}" for value in values)


@pytest.mark.parametrize(
    ("name", "music", "values"),
    [
        ("bar-line",          "|:AB||c|1d:|2",    "0100010100010"),
        ("bar-line-next",     "AB|c |:d",         "01001000"),
        ("to-bar-line",       "A2|B||d",          "2121..."),
        ("since-bar-line",    "A|Bc|1d",          ".012012"),
        ("downbeat",          "|A4|\nc",          "100110"),
        ("downbeat",          "A|c4|",            "01001"),
        ("on-beat",           "|A/B/c3|",         "11001111"),
        ("section",           "|:A:|B||c|]",      "11112223334"),
        ("bars-since-repeat", "|:A4|B4:|c4|d4",   "00001111000111"),
        ("first-ending",      "|:A|1B:|2c||",     "000011100000"),
        ("second-ending",     "|:A|1B:|2c||",     "000000001110"),
        ("open-repeat",       "A|:B|c:|d::e:|",   "00111110001110"),
        ("open-repeat",       "|:A|1B:|2c||",     "011111100000"),
        ("in-chord-symbol",   '"Am"A"^up"B',      "11100000000"),
        ("in-grace",          "{ab}c{/d}e",       "1110011100"),
        ("in-chord",          "[CE]2F",           "111000"),
        ("in-tuplet",         "(3ABcd",           "011100"),
        ("octave-mark",       "C'C,2Cz",          "010110."),
        ("upper-octave",      "Cc'2z|d",          "0111..1"),
        ("accidental",        "^C2D=c|",          "111011."),
        ("key-alters",        "FG^fc|f=ff",       "10.01.1.00"),
        ("direction",         "CDD[CG]z^G,",      ".10...1..1-"),
        ("line-begins",       "A\nB|\n",          "01001"),
        ("copying",           "ABcdef|ABcdef|g",  "000000000000100"),
        ("compound-meter",    "A[M:6/8]B",        "000000011"),
        ("key-sharps",        "A[K:Ebm]",         "2222222-"),
        ("minor-mode",        "A[K:Ador]B[K:]c",  "0000000011111.."),
    ],
)  # fmt: skip
def test_a_feature_is_as_it_was_worked_out_by_hand(name, music, values):
    assert signs(in_body(music, name)) == values


@pytest.mark.parametrize(
    ("name", "music", "values"),
    [
        ("bar-position",  "|AB/c/2",  [0, 0.25, 0.5, 0.375, 0.625, 0.5, 0.5]),
        ("beat-position", "|A/B4/2c", [0, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]),
        ("duration",      "A3/2z[CE]/4", [0.25, 0.75, 0.375, 0.375, NAN, NAN, NAN, NAN, 0.25, 0.125, 0.0625]),
        ("pitch",         "^c'=C,z[Eg]2", [NAN, 73, 85, NAN, 60, 48, NAN, NAN, NAN, NAN, 79, 79]),
    ],
)  # fmt: skip
def test_numbers_are_as_they_were_worked_out_by_hand(name, music, values):
    assert np.array_equal(in_body(music, name), np.float32(values), equal_nan=True)


def test_the_header_is_told_from_the_body_and_its_fields_from_each_other():
    found = {name: signs(values) for name, values in read("R:a\nM:C\nL:1\nK:G\nA").items()}
    assert found["header"] == "11111111111111100"
    assert found["field-r"] == "111000000000000.."
    assert found["field-m"] == "000011100000000.."
    assert found["field-l"] == "000000001110000.."
    assert found["field-k"] == "000000000000111.."


def test_the_whole_text_has_a_beginning_and_an_end():
    assert read("K:C\nA")["to-end"].tolist() == [4, 3, 2, 1, 0]
    assert read("K:C\nA")["since-start"].tolist() == [1, 2, 3, 4, 5]


def test_a_bar_in_free_meter_has_a_beginning_and_no_beats():
    assert signs(in_body("A|", "downbeat", "M:none\nK:C\n")) == "01"
    assert signs(in_body("A|", "on-beat", "M:none\nK:C\n")) == ".."


TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="ABCcz239/>(<[]{}|:&\"'^_=,.!- \n%KML", max_size=150).map(lambda music: HEADER + music),
)


@given(TEXTS)
def test_every_text_has_features_and_yes_or_no_is_one_or_zero(text):
    for name, values in read(text).items():
        assert values.shape == (len(text),)
        if FEATURES[name].kind == "yes":
            assert set(values[~np.isnan(values)].tolist()) <= {0.0, 1.0}


LOOKING_FORWARD = {"bar-line-next", "to-bar-line", "to-end", "copying", "in-chord-symbol"}


@given(st.lists(st.sampled_from(["A", "^c'3/2", "B2", "z", "(3", ">", " ", "|", ":|", "|1", "[2", '"G"', "\n"])))
def test_other_features_of_a_finished_bar_line_do_not_depend_on_what_follows(lexemes):
    music = HEADER + "|A4|" + "".join(lexemes)
    for name, values in read(music).items():
        if name not in LOOKING_FORWARD:
            until = len(HEADER) + 3
            assert np.array_equal(values[:until], read(HEADER + "|A4|")[name][:until], equal_nan=True)
