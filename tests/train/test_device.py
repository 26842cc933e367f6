"""Device, precision and seeded randomness."""

import torch

from songrnn.train.device import best_device, has_fast_half, precision, seeded

CPU = torch.device("cpu")


def test_randomness_inside_depends_on_the_numbers_alone_and_outside_is_untouched():
    torch.manual_seed(7)
    with seeded(CPU, 1, 2):
        first = torch.rand(3)
    after = torch.rand(3)
    with seeded(CPU, 1, 2):
        again = torch.rand(3)
    with seeded(CPU, 2, 1):
        other = torch.rand(3)
    torch.manual_seed(7)
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert torch.equal(after, torch.rand(3))


def test_without_half_the_forward_pass_stays_in_fp32():
    with precision(CPU, half=False):
        assert (torch.ones(4, 4) @ torch.ones(4, 4)).dtype == torch.float32


def test_half_is_bf16_exactly_where_the_processor_has_it():
    with precision(CPU, half=True):
        found = (torch.ones(4, 4) @ torch.ones(4, 4)).dtype
    assert found == (torch.bfloat16 if has_fast_half(CPU) else torch.float32)


def test_the_best_device_is_cuda_exactly_where_there_is_one():
    assert best_device().type == ("cuda" if torch.cuda.is_available() else "cpu")
