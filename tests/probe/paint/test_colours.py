import numpy as np
import pytest

from songrnn.probe.paint.colours import indexed, ink, luminance, of_index, rgb

SHARES = np.linspace(-1, 1, 401)
ZERO = 200

# What people without one kind of cone see, in linear sRGB. After: Machado and others 2009, severity 1.
BLIND = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
PALETTES = {"truecolor": rgb, "256": lambda shares: of_index(indexed(shares))}


def palettes(function):
    return pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES.keys())(function)


def contrast(one, other):
    light, dark = sorted([luminance(one), luminance(other)], key=lambda a: -a.mean())
    high, low = np.maximum(light, dark), np.minimum(light, dark)
    return (high + 0.05) / (low + 0.05)


@palettes
def test_zero_is_nearly_white_and_both_sides_darken_from_there(palette):
    light = luminance(palette(SHARES))
    assert light[ZERO] > 0.9
    assert (np.diff(light[: ZERO + 1]) >= 0).all()
    assert (np.diff(light[ZERO:]) <= 0).all()


@palettes
def test_below_zero_is_blue_and_above_is_orange(palette):
    red, _, blue = palette(np.array([-1.0, -0.5, 0.5, 1.0])).astype(int).T
    assert (np.sign(red - blue) == [-1, -1, 1, 1]).all()


@palettes
def test_black_or_white_letters_read_well_on_every_colour(palette):
    ground = palette(SHARES)
    letters = ink(ground)
    assert set(map(tuple, letters.tolist())) == {(0, 0, 0), (255, 255, 255)}
    assert contrast(letters, ground).min() >= 4.5  # the least that WCAG 2.1 allows for text


@palettes
@pytest.mark.parametrize("matrix", BLIND.values(), ids=BLIND.keys())
def test_the_sign_is_seen_without_one_kind_of_cone(palette, matrix):
    sizes = np.array([0.25, 0.5, 0.75, 1.0])
    below, above = ((palette(side) / 255) ** 2.2 @ np.array(matrix).T for side in (-sizes, sizes))
    seen_below, seen_above = (255 * np.clip(side, 0, 1) ** (1 / 2.2) for side in (below, above))
    assert np.linalg.norm(seen_below - seen_above, axis=1).min() > 60


def test_equal_sizes_are_equally_light_on_both_sides():
    light = luminance(rgb(SHARES))
    np.testing.assert_allclose(light, light[::-1], atol=0.06)


def test_an_array_of_any_shape_gains_one_axis():
    assert rgb(np.zeros((2, 3))).shape == (2, 3, 3)
    assert ink(rgb(np.zeros((2, 3)))).shape == (2, 3, 3)
    assert of_index(indexed(np.zeros((2, 3)))).shape == (2, 3, 3)


def test_indices_are_colours_of_the_cube():
    assert of_index(np.array([16, 21, 46, 196, 231])).tolist() == [
        [0, 0, 0], [0, 0, 255], [0, 255, 0], [255, 0, 0], [255, 255, 255],
    ]  # fmt: skip
