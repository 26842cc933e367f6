import subprocess
import sys

import pytest

from songrnn.notation.abcmidi import limited

pytest.importorskip("resource")


def run(code):
    command = [sys.executable, "-I", "-S", limited.__file__, sys.executable, "-I", "-S", "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_program_runs_in_place_of_this_one():
    ran = run("print('here'); raise SystemExit(7)")
    assert (ran.stdout, ran.returncode) == ("here\n", 7)


def test_memory_is_limited():
    assert "MemoryError" in run("x = bytearray(1 << 30)").stderr


def test_files_are_limited(tmp_path):
    ran = run(f"open({str(tmp_path / 'large')!r}, 'wb').write(bytes(32 << 20))")
    assert ran.returncode
    assert (tmp_path / "large").stat().st_size <= limited.LARGEST


def test_processor_time_and_core_files_are_limited():
    ran = run("import resource as r; print(r.getrlimit(r.RLIMIT_CPU)[0], r.getrlimit(r.RLIMIT_CORE)[0])")
    assert ran.stdout.split() == [str(limited.SECONDS), "0"]
