"""The wheel carries what songrnn needs: built, unpacked outside the checkout, and run from another folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """The built wheel's contents in an empty folder."""
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(place)]
    subprocess.run([*build, str(ROOT)], check=True, cwd=place)
    (wheel,) = place.glob("songrnn-*.whl")
    zipfile.ZipFile(wheel).extractall(place / "site")
    return place / "site"


def run(unpacked, folder, *arguments):
    """Standard output of the unpacked songrnn, run in `folder`."""
    environment = {**os.environ, "PYTHONPATH": str(unpacked), "PYTHONSAFEPATH": "1"}
    command = [sys.executable, "-m", "songrnn", *arguments]
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_the_default_model_writes_a_tune_from_any_folder(unpacked, tmp_path):
    assert run(unpacked, tmp_path, "generate", "M:6/8\\nK:D\\n", "--seed", "1").startswith("X:1\nM:6/8\nL:1/8\nK:D\n")


def test_the_corpora_and_the_cards_are_there(unpacked, tmp_path):
    assert "O'Neill" in run(unpacked, tmp_path, "corpus", "list")
    assert run(unpacked, tmp_path, "models", "show", "folk").startswith("# folk")


def test_it_is_the_wheel_that_ran(unpacked, tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(unpacked), "PYTHONSAFEPATH": "1"}
    code = "import songrnn; print(songrnn.__file__)"
    ran = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, check=True)
    assert ran.stdout.decode().startswith(str(unpacked))


def test_no_tests_tools_or_runs_are_in_it(unpacked):
    assert {path.name for path in unpacked.iterdir()} == {"songrnn", next(unpacked.glob("*.dist-info")).name}
