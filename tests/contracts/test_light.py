"""Songrnn starts lightly: what needs no network imports none, nor any other heavy library."""

import json
import os
import subprocess
import sys

import pytest

HEAVY = ("torch", "music21", "matplotlib", "safetensors", "rich")
# Imports the modules of a package one after another, and says what each of them brought with it.
_MODULES = """
import importlib, json, pkgutil, sys
blame = {}
def bring(name):
    before = set(sys.modules)
    module = importlib.import_module(name)
    blame[name] = sorted(set(sys.modules) - before)
    return module
package = bring(sys.argv[1])
for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    bring(found.name)
print(json.dumps(blame))
"""
# The program itself; then everything that it imported, on standard error's last line.
_PROGRAM = """
import json, sys
from songrnn.__main__ import main
sys.argv = ["songrnn", *sys.argv[1:]]
try:
    main()
except SystemExit as left:
    sys.stdout.flush()
    sys.stderr.write("\\n" + json.dumps([left.code, sorted(sys.modules)]))
"""


def run(script, *arguments, **environment):
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SONGRNN", "_SONGRNN", "COMP_"))}
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env={**clean, **environment}, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done


def start(*arguments, **environment):
    """What the program says, how it ends, and which heavy libraries it has imported by then."""
    done = run(_PROGRAM, *arguments, **environment)
    code, modules = json.loads(done.stderr.rsplit("\n", 1)[-1])
    assert "songrnn.cli.group" in modules
    return done.stdout, code, [name for name in HEAVY if name in modules]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--help",), "generate"), (("--version",), "songrnn, version"), (("train", "--help"), "--resume"),
        (("generate", "--help"), "--temperature"), (("chat", "--help"), "/help"), (("heatmap", "--help"), "TUNE"),
        (("evaluate", "--help"), "CORPUS"), (("corpus", "list"), "folk"), (("models", "--help"), "list"),
        (("sweep", "--help"), "--grid"), (("study", "--help"), "RUN"), (("neurons", "--help"), "CORPUS"),
    ],
)  # fmt: skip
def test_asking_for_help_imports_nothing_heavy(arguments, said):
    stdout, code, heavy = start(*arguments)
    assert (code, heavy) == (0, [])
    assert said in stdout


@pytest.mark.parametrize(
    ("words", "at", "offered"),
    [
        ("songrnn gen", "1", "generate"),
        ("songrnn train --re", "2", "--resume"),
        ("songrnn generate --te", "2", "--temp"),
    ],
)
def test_completing_a_command_in_a_shell_imports_nothing_heavy(words, at, offered):
    stdout, code, heavy = start(_SONGRNN_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=at)
    assert (code, heavy) == (0, [])
    assert f"plain,{offered}" in stdout


@pytest.mark.parametrize(
    "arguments",
    [("generat",), ("generate", "--tempratur", "1"), ("generate", "--length", "0"), ("train",)],
    ids=" ".join,
)
def test_a_slip_is_answered_without_importing_anything_heavy(arguments):
    _, code, heavy = start(*arguments)
    assert (code, heavy) == (2, [])


def brings_torch(package):
    """The modules of a package of songrnn that import torch, or a module that does."""
    blame = json.loads(run(_MODULES, f"songrnn.{package}").stdout)
    assert len(blame) > 1
    return [name for name, brought in blame.items() if "torch" in brought]


@pytest.mark.parametrize("package", ["music", "notation", "codecs", "corpus", "cli", "repl", "actions"])
def test_no_module_of_a_light_package_imports_torch(package):
    assert brings_torch(package) == []


def test_a_package_that_imports_torch_would_be_noticed():
    assert brings_torch("sample")
