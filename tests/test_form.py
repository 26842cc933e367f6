"""The shapes of a step, and which forms end."""

import pytest

from songrnn.form import Fields, Grid, Ids


@pytest.mark.parametrize(
    ("form", "shape", "ends"),
    [
        (Ids(7), (), True), (Fields(("pitch", "step", "duration"), (128, 0, 0)), (3,), True),
        (Grid(78, 2), (78, 2), False),
    ],
)  # fmt: skip
def test_a_form_knows_its_shape_and_whether_pieces_end(form, shape, ends):
    assert form.shape == shape
    assert form.ends is ends
