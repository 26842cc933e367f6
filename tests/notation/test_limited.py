import subprocess
import sys

import pytest

from songrnn.notation import limited

pytest.importorskip("resource")


def run(code):
    numbers = (str(5), str(512 << 20), str(16 << 20))
    command = [sys.executable, "-I", "-S", limited.__file__, *numbers, sys.executable, "-I", "-S", "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_program_runs_in_place_of_this_one():
    ran = run("print('here'); raise SystemExit(7)")
    assert (ran.stdout, ran.returncode) == ("here\n", 7)


def test_memory_is_limited():
    assert "MemoryError" in run("x = bytearray(1 << 30)").stderr


def test_files_are_limited(tmp_path):
    ran = run(f"open({str(tmp_path / 'large')!r}, 'wb').write(bytes(32 << 20))")
    assert ran.returncode
    assert (tmp_path / "large").stat().st_size <= 16 << 20


def test_processor_time_and_core_files_are_limited():
    ran = run("import resource as r; print(r.getrlimit(r.RLIMIT_CPU)[0], r.getrlimit(r.RLIMIT_CORE)[0])")
    assert ran.stdout.split() == ["5", "0"]
