import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.evaluate.density import agreement, divergence, overlap, scott, smoothed

SAMPLES = st.lists(st.floats(0, 100).map(lambda value: round(value, 3)), min_size=1, max_size=30).map(np.array)
COUNTS = st.lists(st.integers(0, 50), min_size=5, max_size=5).filter(any).map(lambda some: np.array(some) / sum(some))


def test_overlap_and_divergence_equal_the_hand():
    one, other = np.array([0.5, 0.5, 0]), np.array([0.25, 0.5, 0.25])
    assert overlap(one, other) == 0.75
    assert divergence(one, other) == pytest.approx(0.5 * math.log(2))
    # The other way round what `one` never expects counts as a millionth of a millionth.
    assert divergence(other, one) == pytest.approx(0.25 * math.log(1 / 2) + 0.25 * math.log(0.25e12))


def test_scotts_width_equals_the_hand():
    # Of 1, 3, 5, 7 the deviation is sqrt(20 / 3), and four to the power of minus a fifth 0.757858.
    assert scott(np.array([1.0, 3, 5, 7])) == pytest.approx(math.sqrt(20 / 3) * 0.757858, rel=1e-6)
    assert scott(np.array([5.0])) == 0


def test_a_smoothed_sample_is_a_gaussian_over_each_number():
    grid = np.array([0.0, 1, 2])
    near, far = math.exp(-0.5), math.exp(-2)
    np.testing.assert_allclose(smoothed(np.array([0.0]), 1, grid), np.array([1, near, far]) / (1 + near + far))
    np.testing.assert_allclose(smoothed(np.array([0.0, 2]), 1, grid), [(1 + far) / (2 + 2 * (near + far)),
                               near / (1 + near + far), (1 + far) / (2 + 2 * (near + far))])  # fmt: skip


def test_two_gaussians_apart_share_what_the_formula_says():
    # 4,000 numbers of a Gaussian, and the same two deviations away. Kernels widen both to a deviation of
    # sqrt(1 + h²), h = 0.19: they share 2 Φ(-1 / sqrt(1 + h²)).
    sample = np.random.default_rng(1).standard_normal(4000)
    sample = (sample - sample.mean()) / sample.std(ddof=1)
    expected = 1 + math.erf(-1 / math.sqrt(1 + 4000**-0.4) / math.sqrt(2))
    assert agreement(sample, sample + 2).overlap == pytest.approx(expected, abs=0.01)


def test_the_agreement_of_two_small_samples_equals_integrals_of_their_densities():
    # 0 and 2 deviate by sqrt(2), 1 and 5 by sqrt(8); their kernels are as wide, by 2 to the power of minus a fifth.
    def height(at, low, high, width):
        return sum(math.exp(-((at - centre) ** 2) / (2 * width**2)) for centre in (low, high)) / (
            2 * width * math.sqrt(2 * math.pi)
        )

    step, scale = 0.01, 2**-0.2
    heights = [(height(at * step, 0, 2, math.sqrt(2) * scale), height(at * step, 1, 5, math.sqrt(8) * scale))
               for at in range(-2000, 2500)]  # fmt: skip
    found = agreement(np.array([0.0, 2]), np.array([1.0, 5]))
    assert found.overlap == pytest.approx(sum(min(both) for both in heights) * step, abs=1e-3)
    expected = sum(one * math.log(one / other) for one, other in heights if one) * step
    assert found.divergence == pytest.approx(expected, abs=1e-3)


@settings(deadline=None)
@given(SAMPLES)
def test_a_sample_agrees_with_itself_in_any_order(sample):
    found = agreement(sample, sample[::-1])
    assert found.overlap == pytest.approx(1)
    assert found.divergence == pytest.approx(0, abs=1e-9)


@settings(deadline=None)
@given(SAMPLES, SAMPLES)
def test_the_overlap_of_samples_is_symmetric_and_a_share(one, other):
    found = agreement(one, other).overlap
    assert found == pytest.approx(agreement(other, one).overlap)
    assert -1e-9 <= found <= 1 + 1e-9


def test_samples_far_apart_share_nothing_and_equal_ones_all():
    found = agreement(np.array([0.0, 1]), np.array([1000.0, 1001]))
    assert found.overlap == pytest.approx(0, abs=1e-9)
    assert 20 < found.divergence < math.inf
    assert agreement(np.array([3.0, 3]), np.array([3.0])) == (1, 0)


@settings(deadline=None)
@given(COUNTS, COUNTS)
def test_histograms_share_a_part_that_is_symmetric_all_with_themselves_and_nothing_when_disjoint(one, other):
    assert overlap(one, one) == pytest.approx(1)
    assert overlap(one, other) == overlap(other, one)
    none = np.zeros(5)
    assert overlap(np.concatenate([one, none]), np.concatenate([none, other])) == 0
    assert divergence(one, other) >= 0
