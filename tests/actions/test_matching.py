"""What marks a passage of a tune, and the places where the same units do the same."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from songrnn.actions import matching
from songrnn.actions.heatmap import read, view
from songrnn.actions.matching import Wish, match, other_tunes, others_for_page, span
from songrnn.errors import CorpusError, UsageError
from songrnn.music.piece import Piece
from songrnn.session import Session

TUNE = "K:D\n|:ABcd efga|d2f2 a2f2|ABcd efga|\n"


@pytest.fixture(scope="module")
def trained(run_folder):
    return Session().model(str(run_folder))


@pytest.fixture(scope="module")
def seen(trained):
    return view(trained, TUNE)


@pytest.fixture(scope="module")
def found(trained, seen):
    return match(trained, seen, Wish("d2", threshold=0.1))


@pytest.mark.parametrize(
    ("passage", "meant"), [("0:3", (0, 3)), (" 2:2 ", (2, 2)), ("bc", (1, 2)), ("cd", (1, 4)), ("\ne", (4, 6))]
)
def test_a_passage_is_symbols_by_number_or_the_first_place_of_a_text(passage, meant):
    assert span(("a", "bc", "", "d", "bc\n", "e"), passage) == range(*meant)


@pytest.mark.parametrize("passage", ["", "xyz", "1:", "-1:2", "\x1b[31m"])
def test_a_passage_that_the_tune_does_not_hold_is_refused(passage):
    with pytest.raises(UsageError, match="no passage") as refused:
        span(("a", "bc"), passage)
    assert str(refused.value).isprintable()


def test_a_passage_is_marked_by_units_and_found_in_other_tunes(found, seen):
    assert found.text == "d2"
    assert (found.passage.start, found.passage.stop) == (seen.text.index("d2"), seen.text.index("d2") + 2)
    assert 0 < len(found.together.matches) <= 5 <= max(5, len(found.pattern.matches))
    assert (found.tunes, found.remarks) == (6, ())
    for spot in found.elsewhere:
        assert spot.tune
        assert 1 <= spot.place.end - spot.place.start <= 4
        assert spot.place.units > len(found.together.matches) / 2


def test_other_places_of_the_tune_are_not_the_passage(found, seen):
    for spot in found.here:
        assert spot.tune == ""
        assert spot.place.end <= found.passage.start or found.passage.stop <= spot.place.start
        assert seen.text[spot.place.start : spot.place.end] == spot.text
        assert seen.text[: spot.place.start].endswith(spot.before)
        assert seen.text[spot.place.end :].startswith(spot.after)


def test_the_places_are_those_where_the_units_are_on(trained, found, seen):
    from songrnn.probe.trace import trace

    others, _ = other_tunes(trained, "", 100, seen.text)
    for spot in found.elsewhere[:3]:
        at = others.names.index(spot.tune)
        heard = trace(trained.network, others.symbols[at])
        on = [
            (one.side * heard.unit(one.unit)[spot.place.start : spot.place.end] >= 0.1).tolist()
            for one in found.together.matches
        ]
        assert min(map(sum, zip(*on, strict=True))) == spot.place.units


def test_without_a_unit_it_is_said_what_to_change(trained, seen):
    with pytest.raises(UsageError, match=r"'ABcd efga' \(6:15\) and off right around it; give another passage"):
        match(trained, seen, Wish("ABcd efga", 0.999))


def test_a_passage_outside_of_the_tune_is_refused(trained, seen):
    with pytest.raises(UsageError, match="The passage 12:999 is not in the tune"):
        match(trained, seen, Wish("12:999"))


def test_so_many_held_out_tunes_are_read_and_never_the_tune_itself(trained):
    all_of_them, remarks = other_tunes(trained, "", 100, "")
    assert remarks == ()
    own = "".join(all_of_them.texts[0])
    fewer, _ = other_tunes(trained, "", 3, own)
    assert fewer.names == all_of_them.names[1:4]


def test_a_corpus_that_is_gone_is_done_without_and_one_that_was_asked_for_is_not(trained, seen):
    homeless = replace(trained, about={"corpus": {}})
    found = match(homeless, seen, Wish("d2", 0.1))
    assert (found.elsewhere, found.tunes) == ((), 0)
    assert "no other tunes" in found.remarks[0]
    with pytest.raises(CorpusError, match="No corpus or file is called 'nope'"):
        match(homeless, seen, Wish("d2", 0.1, "nope"))


def test_what_is_not_read_as_it_is_written_in_other_tunes_is_said(trained, monkeypatch):
    texts = ["K:D\nABc|", "K:D\nAéc|", "K:D\né|", "K:D\nd|"]
    pieces = [Piece(text, "the same name", "") for text in texts]
    corpus = SimpleNamespace(name="ours", splits={"test": pieces[:3], "valid": pieces[3:]})
    monkeypatch.setattr(matching, "learned", lambda *_: corpus)
    found, (remark,) = other_tunes(trained, "", 3, "")
    assert ["".join(one) for one in found.texts] == [text.replace("é", "e") for text in texts[:3]]
    assert remark.startswith("Of 2 of 3 other tunes this or the like is true: ")
    assert remark.endswith(read(trained, texts[1]).remarks[0])
    assert other_tunes(trained, "", 1, "")[1] == ()


def test_a_page_is_given_tunes_with_the_states_of_every_layer(trained, seen):
    others, remarks = others_for_page(trained, seen)
    assert remarks == ()
    assert len(others.names) == len(others.texts) == len(others.signs) == 6
    for texts, layers in zip(others.texts, others.signs, strict=True):
        assert [layer.shape for layer in layers] == [(len(texts), 32)]
