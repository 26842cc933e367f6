import builtins
import io
import os
import pickle
import pickletools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.corpus.collections import intervals as module
from songrnn.corpus.collections.intervals import intervals
from songrnn.errors import MusicError


def saved(pickled, descr="|O"):
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(file, {"descr": descr, "fortran_order": False, "shape": (2,)})
    return io.BytesIO(file.getvalue() + pickled)


class Call:
    """Pickles as a call of anything."""

    def __init__(self, what, *given):
        self.what, self.given = what, given

    def __reduce__(self):
        return self.what, self.given


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize(
    ("call", "name"),
    [
        (Call(os.system, "echo harm"), "system"),
        (Call(eval, "1+1"), "eval"),
        (Call(exec, "1+1"), "exec"),
        (Call(getattr, "", "join"), "getattr"),
        (Call(np.load, "x"), "load"),
        (Call(builtins.__import__, "os"), "__import__"),
        (Call(np.frombuffer, b""), "frombuffer"),
    ],
)
def test_a_pickle_that_names_anything_else_is_refused_by_the_name(protocol, call, name):
    array = np.empty(2, dtype=object)
    array[0] = call
    with pytest.raises(MusicError, match=rf"names '.*{name}'"):
        intervals(saved(pickle.dumps(array, protocol)))


def test_no_attribute_of_a_module_is_reached_through_a_dotted_name():
    pickled = b"\x80\x04\x8c\x05numpy\x8c\x0clib.npyio.os\x93."
    assert "STACK_GLOBAL" in {code.name for code, _, _ in pickletools.genops(pickled)}
    with pytest.raises(MusicError, match=r"names 'numpy\.lib\.npyio\.os'"):
        intervals(saved(pickled))


def test_what_a_pickle_gets_for_a_name_cannot_be_changed():
    build = b"\x80\x02cnumpy\nndarray\n(N}X\x04\x00\x00\x00makeK\x01st\x86b."
    before = dict(module._ADMITTED)
    with pytest.raises(MusicError):
        intervals(saved(build))
    assert before == module._ADMITTED


def test_an_array_of_numbers_is_not_unpickled():
    with pytest.raises(MusicError, match="array of numbers"):
        intervals(saved(b"", "<f4"))


def test_an_array_without_a_tree_is_refused():
    with pytest.raises(MusicError, match="no interval tree"):
        intervals(saved(pickle.dumps(np.array([None, 1], dtype=object))))


@pytest.mark.parametrize("pickled", [b"B\xff\xff\xff\x7fab.", b"\x8e" + b"\xff" * 7 + b"\x7f.", b"\x95" + b"\xff" * 8])
def test_sizes_that_a_pickle_only_claims_take_no_memory(pickled):
    with pytest.raises(MusicError):
        intervals(saved(pickled))


def test_more_than_is_allowed_is_not_read(monkeypatch):
    monkeypatch.setattr(module, "_LARGEST", 10_000)
    array = np.empty(2, dtype=object)
    array[0] = np.zeros(100_000)
    with pytest.raises(MusicError, match="holds more than"):
        intervals(saved(pickle.dumps(array)))


@given(st.binary(max_size=200))
def test_rubbish_is_refused_and_nothing_else_happens(pickled):
    with pytest.raises(MusicError):
        intervals(saved(pickled))
