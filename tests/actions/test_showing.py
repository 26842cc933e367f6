"""A view into files."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from songrnn.actions.heatmap import read, view
from songrnn.actions.showing import SUFFIXES, check_suffix, write_data, write_page, write_picture
from songrnn.errors import UsageError
from songrnn.probe.signals import Unit
from songrnn.session import Session

TUNE = "K:D\n|:ABcd efga|</script>|\n"


@pytest.fixture(scope="module")
def trained(run_folder):
    return Session().model(str(run_folder))


@pytest.fixture(scope="module")
def seen(trained):
    return view(trained, TUNE, (Unit(1, 3),))


@pytest.mark.parametrize("name", ["x", "x.jpg", "png", "x.png.gz"])
def test_a_name_that_ends_in_nothing_known_is_refused_with_what_is(name):
    with pytest.raises(UsageError, match=r"in one of \.png, \.svg, \.html, \.npz, \.csv, \.json"):
        check_suffix(Path(name))


def test_known_endings_are_known_in_either_case():
    for suffix in SUFFIXES:
        check_suffix(Path(f"x{suffix}"))
        check_suffix(Path(f"x{suffix.upper()}"))


@pytest.mark.parametrize("kind", ["text", "matrix", "beliefs", "gates"])
def test_pictures_of_every_kind_are_written(seen, kind, tmp_path):
    write_picture(seen, kind, tmp_path / "x.png")
    write_picture(seen, kind, tmp_path / "x.SVG")
    assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "x.SVG").read_text().startswith(("<svg", "<?xml"))


def test_a_dark_picture_is_another(seen, tmp_path):
    for name, dark in (("light.png", False), ("dark.png", True)):
        write_picture(seen, "text", tmp_path / name, dark=dark)
    assert (tmp_path / "light.png").read_bytes() != (tmp_path / "dark.png").read_bytes()


def test_data_are_written(seen, tmp_path):
    write_data(seen, tmp_path / "x.json")
    assert list(json.loads((tmp_path / "x.json").read_text())["units"]) == ["1:3"]


def test_a_page_holds_notes_and_other_tunes_and_no_markup_of_the_tune(trained, seen, tmp_path):
    assert write_page(trained, seen, read(trained, TUNE), tmp_path / "x.html") == ()
    page = (tmp_path / "x.html").read_text()
    data = json.loads(page.rpartition('type="application/json"')[2].partition(">")[2].partition("</script>")[0])
    assert "".join(data["texts"]) == seen.text
    assert len(data["others"]) == 6
    assert [pitch for _, _, pitch, _ in data["notes"]][:4] == [69, 71, 73, 74]


def test_a_page_is_written_where_the_corpus_is_not_there_and_says_so(trained, seen, tmp_path):
    homeless = replace(trained, about={"corpus": {}})
    (remark,) = write_page(homeless, seen, read(homeless, TUNE), tmp_path / "x.html")
    assert "no other tunes" in remark
    assert "no other tunes" in (tmp_path / "x.html").read_text()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_where_nothing_can_be_written_it_is_said(trained, seen, tmp_path, suffix):
    path = tmp_path / "missing" / f"x{suffix}"
    write = {
        ".html": lambda: write_page(trained, seen, read(trained, TUNE), path),
        **dict.fromkeys((".png", ".svg"), lambda: write_picture(seen, "text", path)),
    }.get(suffix, lambda: write_data(seen, path))
    with pytest.raises(UsageError, match="cannot be written"):
        write()
