import numpy as np
import pytest

from songrnn.probe.paint.colours import STEPS, ZERO, indexed, ink, luminance, of_index, palette, rgb, steps

SHARES = np.linspace(-1, 1, 401)
ZERO_AT = 200

# What people without one kind of cone see, in linear sRGB. After: Machado and others 2009, severity 1.
BLIND = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def dark(shares):
    return rgb(shares, dark=True)


PALETTES = {"truecolor": rgb, "dark": dark, "256": lambda shares: of_index(indexed(shares))}


def palettes(function):
    return pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES.keys())(function)


def seen_without(matrix, colours):
    linear = np.clip((colours / 255.0) ** 2.2 @ np.array(matrix).T, 0, 1)
    return 255 * linear ** (1 / 2.2)


def contrast(one, other):
    light, dim = np.maximum(luminance(one), luminance(other)), np.minimum(luminance(one), luminance(other))
    return (light + 0.05) / (dim + 0.05)


@palettes
def test_both_sides_go_away_from_the_paper_the_farther_the_value_is_from_zero(palette):
    light = luminance(palette(SHARES))
    away = np.diff(np.abs(light - light[ZERO_AT]))
    assert (away[:ZERO_AT] <= 0).all()
    assert (away[ZERO_AT:] >= 0).all()
    assert light[ZERO_AT] < 0.05 if palette is dark else light[ZERO_AT] > 0.9


@palettes
@pytest.mark.parametrize("matrix", BLIND.values(), ids=BLIND.keys())
def test_so_they_do_for_those_without_one_kind_of_cone(palette, matrix):
    light = luminance(seen_without(matrix, palette(np.linspace(-1, 1, 13))))
    away = np.diff(np.abs(light - light[6]))
    assert (away[:6] < 0.01).all()
    assert (away[6:] > -0.01).all()


@palettes
@pytest.mark.parametrize("matrix", BLIND.values(), ids=BLIND.keys())
def test_the_sign_is_seen_without_one_kind_of_cone(palette, matrix):
    sizes = np.array([0.5, 0.75, 1.0])
    below, above = (seen_without(matrix, palette(side)) for side in (-sizes, sizes))
    assert np.linalg.norm(below - above, axis=1).min() > 60


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


@pytest.mark.parametrize("palette", [rgb, dark])
def test_equal_sizes_are_equally_light_on_both_sides(palette):
    light = luminance(palette(SHARES))
    np.testing.assert_allclose(light, light[::-1], atol=0.06)


def test_steps_are_as_fine_as_the_palette():
    assert steps(np.array([-1.0, 0.0, 1.0])).tolist() == [0, ZERO, 2 * STEPS]
    for paper in (False, True):
        near = palette(dark=paper)[steps(SHARES)].astype(int) - rgb(SHARES, dark=paper)
        assert np.abs(near).max() < 8


def test_an_array_of_any_shape_gains_one_axis():
    assert rgb(np.zeros((2, 3))).shape == (2, 3, 3)
    assert ink(rgb(np.zeros((2, 3)))).shape == (2, 3, 3)
    assert of_index(indexed(np.zeros((2, 3)))).shape == (2, 3, 3)


def test_indices_are_colours_of_the_cube():
    assert of_index(np.array([16, 21, 46, 196, 231])).tolist() == [
        [0, 0, 0], [0, 0, 255], [0, 255, 0], [255, 0, 0], [255, 255, 255],
    ]  # fmt: skip
