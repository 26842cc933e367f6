"""Where training runs, and in which precision: found out once, by asking the hardware."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import torch


def best_device() -> torch.device:
    """CUDA where there is a device for it, else the processor."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def has_fast_half(device: torch.device) -> bool:
    """Whether bf16 matrix products run in hardware. Emulated bf16 is slower than fp32."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    asked = [getattr(torch.cpu, name, None) for name in ("_is_avx512_bf16_supported", "_is_amx_tile_supported")]
    return any(ask is not None and bool(ask()) for ask in asked)


def precision(device: torch.device, *, half: bool) -> AbstractContextManager[object]:
    """The context of a forward pass: bf16 autocast where it is wanted and fast, fp32 otherwise."""
    if half and has_fast_half(device):
        return torch.autocast(device.type, dtype=torch.bfloat16)
    return nullcontext()


@contextmanager
def seeded(device: torch.device, *numbers: int) -> Iterator[None]:
    """Inside, torch's own randomness (dropout, initial weights) depends on `numbers` alone; outside, untouched."""
    seed = 0
    for number in numbers:
        seed = (seed * 1_000_003 + number + 1) % 2**63
    devices = [torch.cuda.current_device()] if device.type == "cuda" else []
    with torch.random.fork_rng(devices=devices):
        torch.manual_seed(seed)
        yield
