"""Memory between the steps of a training.

Every step needs the same hundreds of megabytes. Left alone, glibc hands them back to the system after each tensor and
the system clears every page anew: a fifth to a third of the time of a step.
"""

import ctypes
import platform

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_MAX = -1, -2, -4  # numbers of mallopt's parameters: malloc.h of glibc
_WHOLE = 2**31 - 1
_PAD = 64 * 2**20


def keep_freed_memory() -> bool:
    """Let this process keep the memory that it frees, for its next step.

    returns   False where the C library is not glibc, and nothing is changed
    """
    if platform.libc_ver()[0] != "glibc":
        return False
    library = ctypes.CDLL(None)
    wanted = ((_MMAP_MAX, 0), (_TRIM_THRESHOLD, _WHOLE), (_TOP_PAD, _PAD))
    return all(library.mallopt(parameter, value) == 1 for parameter, value in wanted)
