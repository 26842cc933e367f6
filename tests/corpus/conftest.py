"""Small material for the pipeline, and readers that crash or hang, as compiled ones do."""

import random

import pytest

from songrnn.corpus.layouts import jobs

_READERS = """
import os, sys, time, types

fake = types.ModuleType("songrnn.corpus.collections.midi")

def read_file(job, manner):
    from songrnn.corpus.reading import Raw

    said = open(job.path).read()
    if said == "abort":
        os.abort()
    if said == "exit":
        os._exit(3)
    if said == "half":
        yield Raw("K:C\\nCDEF GABc|", "abc", "never answered", job.source)
        os.abort()
    if said == "hang":
        time.sleep(600)
    if said == "noise":
        print("a library that talks")
        os.write(2, b"and complains")
        said = "K:C\\nCDEF GABc|"
    yield Raw(said, "abc", job.name, job.source)

fake.read_file = read_file
sys.modules["songrnn.corpus.collections.midi"] = fake
"""


@pytest.fixture(scope="module")
def dangerous_readers(tmp_path_factory):
    """Writes files and lists them as jobs; in worker processes each is taken for a tune, or done as it says."""
    folder = tmp_path_factory.mktemp("readers")
    (folder / "sitecustomize.py").write_text(_READERS)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        yield _grow


def _grow(folder, said):
    for number, one in enumerate(said):
        (folder / f"{number}-{one}.mid").write_text("K:C\nCDEF GABc|" if one == "good" else one)
    return list(jobs(folder))


@pytest.fixture(scope="session")
def tune():
    """Different tunes of 32 quavers, by number."""

    def make(number, key="C"):
        notes = random.Random(number).choices("CDEFGABcde", k=31)  # noqa: S311  music at random
        bars = "|".join("".join(notes[at : at + 8]) for at in range(0, 31, 8))
        return f"M:4/4\nL:1/8\nK:{key}\n{bars}c|"

    return make
