import pytest

from songrnn.notation.abc.barline import BarSign, bar_sign, passes


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("|", BarSign(0, False, ())), ("||", BarSign(1, False, ())), ("|:", BarSign(0, True, ())),
        (":|2", BarSign(2, False, (2,))), ("::", BarSign(2, True, ())), ("|1,3", BarSign(0, False, (1, 3))),
    ],
)  # fmt: skip
def test_a_bar_line_says_what_is_repeated(text, sign):
    assert bar_sign(text) == sign


def test_at_most_nine_passes_are_named():
    assert passes("2-99999999") == (2, 3, 4, 5, 6, 7, 8, 9)
