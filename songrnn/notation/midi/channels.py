"""MIDI files with some channels only, made from bytes to bytes: what reads notes afterwards tells channels no more.

Knows how events follow each other in a track; nothing of what they mean. Notes of other channels are struck with the
velocity 0, which is to say not at all, so that nothing moves.
"""

from collections.abc import Collection

from songrnn.errors import MusicError
from songrnn.printable import one_line

_STRUCK = 0x90
_DATA = {0x80: 2, 0x90: 2, 0xA0: 2, 0xB0: 2, 0xC0: 1, 0xD0: 1, 0xE0: 2}  # bytes after a status
_SYSTEM_FROM = 0xF0
_SYSTEM = {0xF1: 1, 0xF2: 2, 0xF3: 1}
_BLOCKS = frozenset({0xF0, 0xF7})  # system exclusive: a length and so many bytes
_META = 0xFF
_LONGEST_QUANTITY = 4  # bytes


def only_channels(content: bytes, channels: Collection[int], name: str) -> bytes:
    """The same file, of the same length, in which only some channels strike notes.

    channels   from 1 to 16
    raises     MusicError if a track is torn
    """
    kept = bytearray(content)
    at = max(content.find(b"MThd", 0, 64), 0)
    while at + 8 <= len(content):
        begin, size = at + 8, int.from_bytes(content[at + 4 : at + 8], "big")
        end = begin + size
        if content.startswith(b"MTrk", at):
            if end > len(content):
                raise _torn(name)
            _silence(kept, begin, end, frozenset(channel - 1 for channel in channels), name)
        at = end
    return bytes(kept)


def _torn(name: str) -> MusicError:
    return MusicError(f"'{one_line(name)}' has a track that is torn; save it again from the program that wrote it.")


def _silence(content: bytearray, at: int, end: int, kept: frozenset[int], name: str) -> None:
    """Strike no note of other channels from one place of a track to its end."""
    running = 0  # the status of the last event of a channel, which holds on
    try:
        while at < end:
            at = _after_quantity(content, at)
            if content[at] >= _SYSTEM_FROM:
                at = _after_system(content, content[at], at + 1)
                continue
            if content[at] & 0x80:
                running, at = content[at], at + 1
            if running & 0xF0 == _STRUCK and running & 0x0F not in kept:
                content[at + 1] = 0
            at += _DATA[running & 0xF0]
    except (IndexError, KeyError, ValueError) as error:
        raise _torn(name) from error
    if at > end:
        raise _torn(name)


def _after_system(content: bytearray, status: int, at: int) -> int:
    """The place after an event that is of no channel."""
    if status != _META and status not in _BLOCKS:
        return at + _SYSTEM.get(status, 0)
    at += status == _META  # its kind
    after = _after_quantity(content, at)
    length = 0
    for byte in content[at:after]:
        length = length << 7 | byte & 0x7F
    return after + length


def _after_quantity(content: bytearray, at: int) -> int:
    """The place after a number of variable length; raises ValueError if it does not end."""
    for after in range(at, at + _LONGEST_QUANTITY):
        if content[after] < 0x80:
            return after + 1
    raise ValueError(at)
