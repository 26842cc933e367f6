"""The policy of drawing: what may be drawn, how often, and that nothing overflows."""

import math

import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

from songrnn.errors import UsageError
from songrnn.sample.policy import Policy

LOGITS = st.lists(st.floats(-(2.0**100), 2.0**100, width=32), min_size=1, max_size=12).map(torch.tensor)
POLICIES = st.builds(Policy, st.floats(0, 100), st.integers(0, 15), st.floats(0, 1, exclude_min=True))


def rng(seed=1):
    return torch.Generator().manual_seed(seed)


def logits_of(*shares):
    return torch.tensor(shares, dtype=torch.float64).log()


def kept(policy, *shares):
    """Which of the symbols of these shares may be drawn."""
    return policy.shares(logits_of(*shares)).nonzero().flatten().tolist()


def test_temperature_zero_takes_the_likeliest_and_draws_nothing():
    source = rng()
    before = source.get_state()
    assert Policy(temperature=0).choose(torch.tensor([0.1, 3.0, 2.9]), source) == 1
    assert torch.equal(source.get_state(), before)


@settings(deadline=None)
@example(torch.tensor([-3.861e-22, 0.0]))  # logits apart that softmax rounds to equal shares
@given(LOGITS)
def test_temperature_zero_top_one_and_their_shares_all_mean_the_first_of_the_likeliest(logits):
    first = logits.tolist().index(max(logits.tolist()))
    for policy in (Policy(temperature=0), Policy(temperature=1, top_k=1), Policy(temperature=1, top_p=1e-9)):
        assert policy.choose(logits, rng()) == first
        assert policy.shares(logits).nonzero().flatten().tolist() == [first]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"temperature": math.nan}, "temperature is nan"), ({"temperature": math.inf}, "temperature is inf"),
        ({"temperature": -0.1}, "temperature is -0.1"), ({"temperature": 101.0}, "temperature is 101"),
        ({"top_k": -1}, "top-k is -1"), ({"top_p": 0.0}, "top-p is 0"), ({"top_p": 1.01}, "top-p is 1.01"),
        ({"top_p": math.nan}, "top-p is nan"), ({"top_p": -math.inf}, "top-p is -inf"),
    ],
)  # fmt: skip
def test_a_setting_that_makes_no_sense_is_refused_with_its_value(settings, said):
    with pytest.raises(UsageError, match=said):
        Policy(**settings)


@settings(deadline=None)
@given(LOGITS, POLICIES)
def test_shares_are_probabilities_whatever_the_logits_and_settings(logits, policy):
    shares = policy.shares(logits)
    assert shares.dtype == torch.float64
    assert (shares >= 0).all()
    assert float(shares.sum()) == pytest.approx(1, abs=1e-12)
    assert float(shares[policy.choose(logits, rng())]) > 0


def test_temperature_divides_the_logits():
    shares = Policy(temperature=0.5).shares(logits_of(0.5, 0.3, 0.2))
    assert shares.tolist() == pytest.approx([0.25 / 0.38, 0.09 / 0.38, 0.04 / 0.38])


@pytest.mark.parametrize("temperature", [1e-300, 5e-324])
def test_a_tiny_temperature_and_huge_logits_are_the_likeliest_and_do_not_overflow(temperature):
    assert Policy(temperature=temperature).shares(torch.tensor([3e38, -3e38, 2.9e38])).tolist() == [1, 0, 0]


@pytest.mark.parametrize(
    ("top_k", "expected"),
    [(1, [1]), (2, [1, 3]), (3, [1, 2, 3]), (4, [0, 1, 2, 3]), (0, [0, 1, 2, 3]), (99, [0, 1, 2, 3])],
)
def test_top_k_keeps_the_k_likeliest(top_k, expected):
    assert kept(Policy(1, top_k), 0.1, 0.4, 0.2, 0.3) == expected


@settings(deadline=None)
@given(LOGITS, st.integers(1, 12))
def test_top_k_keeps_k_of_equals_too_and_none_less_likely_than_one_left_out(logits, top_k):
    shares, plain = Policy(100, top_k).shares(logits), Policy(100).shares(logits)
    left, out = plain[shares > 0], plain[shares == 0]
    assert len(left) == min(top_k, int((plain > 0).sum()))
    assert len(out) == 0 or len(left) == 0 or left.min() >= out.max()


def test_of_equals_the_lower_symbols_stay():
    assert kept(Policy(1, top_k=2), 0.2, 0.2, 0.2, 0.2, 0.2) == [0, 1]
    assert kept(Policy(1, top_p=0.5), 0.2, 0.2, 0.2, 0.2, 0.2) == [0, 1, 2]


@pytest.mark.parametrize(
    ("top_p", "expected"),
    [(1e-9, [1]), (0.39, [1]), (0.41, [1, 3]), (0.69, [1, 3]), (0.71, [1, 2, 3]), (0.95, [0, 1, 2, 3])],
)
def test_top_p_keeps_the_smallest_set_that_holds_the_share(top_p, expected):
    assert kept(Policy(1, top_p=top_p), 0.1, 0.4, 0.2, 0.3) == expected


def test_top_p_of_exactly_the_likeliest_keeps_it_alone():
    assert kept(Policy(1, top_p=0.5), 0.25, 0.5, 0.25) == [1]


def test_what_is_kept_keeps_its_proportions():
    shares = Policy(1, top_k=2).shares(logits_of(0.1, 0.4, 0.2, 0.3))
    assert shares.tolist() == pytest.approx([0, 4 / 7, 0, 3 / 7])


def test_temperature_comes_before_top_k_and_top_k_before_top_p():
    shares = (0.4, 0.3, 0.3)
    assert kept(Policy(1, top_k=2, top_p=0.5), *shares) == [0]  # of the two, the first holds 4/7
    assert kept(Policy(1, top_p=0.5), *shares) == [0, 1]
    assert kept(Policy(0.2, top_p=0.65), *shares) == [0]  # cold, the first holds 0.68
    assert kept(Policy(1, top_p=0.65), *shares) == [0, 1]


def test_the_same_state_of_a_generator_gives_the_same_draws():
    policy, logits = Policy(1), logits_of(*[1 / 50] * 50)
    draws = [[policy.choose(logits, source) for _ in range(20)] for source in (rng(7), rng(7), rng(8))]
    assert draws[0] == draws[1] != draws[2]


def test_symbols_come_as_often_as_their_shares_say():
    policy, logits, source = Policy(0.7, top_k=4, top_p=0.95), logits_of(0.3, 0.05, 0.1, 0.15, 0.4), rng()
    shares, count = policy.shares(logits), 8_000
    draws = torch.tensor([policy.choose(logits, source) for _ in range(count)])
    seen = torch.bincount(draws, minlength=5) / count
    assert seen[shares == 0].sum() == 0
    assert (seen - shares).abs().max() < 4 * math.sqrt(0.25 / count)  # four standard deviations of the widest


@pytest.mark.parametrize(("rank", "index"), [(1, 2), (2, 0), (3, 1), (99, 3)])
def test_a_rank_takes_the_likeliest_the_second_or_the_third(rank, index):
    logits = torch.tensor([2.0, 1.0, 3.0, 0.0])
    assert Policy(1.0, rank=rank).choose(logits, torch.Generator()) == index


def test_a_toss_says_yes_as_often_as_is_believed():
    logits = torch.logit(torch.full((20_000,), 0.3))
    assert Policy(1.0).toss(logits, torch.Generator().manual_seed(1)).float().mean() == pytest.approx(0.3, abs=0.02)


def test_a_cold_toss_is_certain_and_a_hot_one_is_even():
    logits = torch.logit(torch.tensor([0.49, 0.51]))
    assert Policy(0).toss(logits, torch.Generator()).tolist() == [False, True]
    hot = Policy(100).toss(torch.full((20_000,), 3.0), torch.Generator().manual_seed(1)).float().mean()
    assert hot == pytest.approx(0.5, abs=0.02)


def test_above_the_threshold_is_yes_and_no_chance_has_a_say():
    logits = torch.logit(torch.tensor([0.1, 0.29, 0.31, 0.9]))
    assert Policy(1.0, threshold=0.3).toss(logits, torch.Generator()).tolist() == [False, False, True, True]


def test_the_shape_of_a_toss_is_that_of_the_beliefs():
    assert Policy().toss(torch.zeros(3, 4, 2), torch.Generator()).shape == (3, 4, 2)


def test_a_head_may_have_a_temperature_of_its_own():
    policy = Policy(0.8, heads={"pitch": 2.0})
    assert policy.at("pitch").temperature == 2.0
    assert policy.at("step").temperature == 0.8
    assert policy.at("pitch").top_p == policy.top_p


@pytest.mark.parametrize("wrong", [{"rank": -1}, {"threshold": 1.0}, {"threshold": -0.1}])
def test_a_rank_or_threshold_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(UsageError):
        Policy(**wrong)


def test_a_rank_is_one_among_what_is_possible():
    logits = torch.tensor([1.0, -torch.inf, 3.0, -torch.inf])
    assert [Policy(rank=rank).choose(logits, torch.Generator()) for rank in (1, 2, 3, 99)] == [2, 0, 0, 0]
