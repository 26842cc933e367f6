"""The README is true: its commands run, in their order, and its tree is the tree."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.timeout(600)
def test_every_command_of_the_readme_runs(tunebook, tmp_path):
    shutil.copy(tunebook, tmp_path / "tunes.abc")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    commands = [line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]
    assert len(commands) >= 10
    for command in commands:
        ran = subprocess.run(
            ["sh", "-c", command], cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, check=False
        )
        assert ran.returncode == 0, f"{command}\n{ran.stderr.decode()}"
        assert b"Traceback" not in ran.stderr
    assert (tmp_path / "five.abc").read_text().count("X:") == 5
    assert (tmp_path / "reel.mid").read_bytes().startswith(b"MThd")
    assert (tmp_path / "unit.png").read_bytes().startswith(b"\x89PNG")


def test_the_tree_of_the_readme_names_what_is_there():
    tree = README.split("## The tree")[1].split("## Licence")[0]
    inside = set(re.findall(r"(?m)^      (\S+)", tree))
    there = {path.name + "/" * path.is_dir() for path in (ROOT / "songrnn").iterdir() if not path.name.startswith("_")}
    assert inside == there
    for name in re.findall(r"(?m)^    (\S+?)/?  ", tree):
        assert (ROOT / name).exists()
