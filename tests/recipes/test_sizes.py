"""Shapes are looked up by size."""

import pytest

from songrnn.errors import UsageError
from songrnn.recipes.sizes import at_size

SHAPES = {"tiny": 1, "small": 2}


def test_the_shape_of_a_size_is_found():
    assert [at_size(SHAPES, size) for size in ("small", "tiny")] == [2, 1]


@pytest.mark.parametrize(
    ("size", "said"),
    [("smal", "'smal'. Did you mean 'small'"), ("\x1b[2J", "No size is called"), ("x" * 500, "No size is called")],
)
def test_a_size_that_there_is_not_is_answered_in_one_short_line(size, said):
    with pytest.raises(UsageError) as caught:
        at_size(SHAPES, size)
    assert said in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 200
