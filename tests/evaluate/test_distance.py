import json
from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.errors import CorpusError, MusicError
from songrnn.evaluate import distance
from songrnn.evaluate.distance import Named, measure
from songrnn.evaluate.features import FIGURES, HISTOGRAMS, collect
from songrnn.music.sequence import WHOLE, NoteSequence, Part, Span

FEATURES = {one.name for one in (*HISTOGRAMS, *FIGURES)}
MELODIES = st.lists(st.lists(st.integers(55, 80), min_size=2, max_size=12), min_size=2, max_size=6)


def played(pitches, step=WHOLE // 8):
    return NoteSequence((Part(tuple(Span(at * step, (at + 1) * step, pitch) for at, pitch in enumerate(pitches))),))


def named(melodies, name="ours", step=WHOLE // 8):
    return Named(name, collect([played(one, step) for one in melodies]))


def drawn(count, seed, low=55, high=80):
    rng = np.random.default_rng(seed)
    return [rng.integers(low, high, 24).tolist() for _ in range(count)]


@settings(max_examples=25, deadline=None)
@given(MELODIES)
def test_the_pooled_notes_of_a_set_are_all_shared_with_itself(melodies):
    found = measure(named(melodies), named(melodies), named(melodies))
    assert [found.of_output[one.name].pooled for one in HISTOGRAMS] == pytest.approx([1] * len(HISTOGRAMS))
    assert found.of_output.keys() == found.of_held_out.keys() == FEATURES


@settings(max_examples=25, deadline=None)
@given(MELODIES, MELODIES)
def test_pooled_overlap_is_symmetric_and_no_figure_knows_the_order_of_pieces(ones, others):
    found, back = measure(named(ones), named(others), named(ones)), measure(named(others), named(ones), named(ones))
    turned = measure(named(ones[::-1]), named(others[::-1]), named(ones[::-1]))
    for name in FEATURES:
        assert found.of_output[name].pooled == back.of_output[name].pooled
        assert found.of_output[name].overlap == pytest.approx(turned.of_output[name].overlap)
        assert found.of_output[name].divergence == pytest.approx(turned.of_output[name].divergence, abs=1e-6)


def test_sets_without_a_pitch_class_in_common_share_nothing():
    found = measure(named([[60, 62], [62, 60]]), named([[61, 63]]), named([[60, 62]]))
    assert found.of_output["pitch classes"].pooled == 0
    assert found.of_held_out["pitch classes"].pooled == 1


def test_distances_between_pieces_equal_the_hand():
    # Pitch counts 1, 2, 4: pairs of pieces are 1, 3 and 2 apart. Pitch classes: (1, 0) and (1/2, 1/2) are sqrt(1/2).
    found = measure(named([[60, 60], [60, 62], [60, 62, 64, 65]]), named([[60, 60], [60, 62]]), named([[60, 62]]))
    assert found.corpus.spreads["pitch count"] == pytest.approx(2)
    assert found.corpus.means["pitch count"] == pytest.approx(7 / 3)
    assert found.output.spreads["pitch classes"] == pytest.approx(np.sqrt(0.5))
    assert found.held_out.spreads["pitch classes"] is None


def test_pieces_that_are_all_alike_have_no_distance_between_them():
    found = measure(named(drawn(6, 1)), named([[60, 64, 67]] * 5), named(drawn(6, 2)))
    assert set(found.output.spreads.values()) == {0}


def test_held_out_pieces_of_the_same_kind_are_nearer_than_foreign_ones():
    found = measure(named(drawn(40, 1)), named(drawn(20, 2, 40, 120), step=WHOLE // 2), named(drawn(20, 3)))
    for name in FEATURES - {"pitch classes"}:
        near, far = found.of_held_out[name], found.of_output[name]
        if near.overlap < 1 or far.overlap < 1:  # where all are alike, the distances say nothing
            assert near.overlap > far.overlap
            assert near.divergence < far.divergence


def test_of_many_pairs_some_are_drawn_and_they_say_the_same(monkeypatch):
    sets = named(drawn(40, 1)), named(drawn(30, 2)), named(drawn(30, 3))
    whole = measure(*sets)
    monkeypatch.setattr(distance, "MOST_PAIRS", 300)
    some = measure(*sets)
    assert some == measure(*sets, seed=1) != measure(*sets, seed=2)
    assert some.of_output["pitch range"].overlap == pytest.approx(whole.of_output["pitch range"].overlap, abs=0.15)
    pairs = distance._pairs_inside(40, np.random.default_rng(1))
    assert len(pairs[0]) == 300
    assert (pairs[0] != pairs[1]).all()


def test_all_values_are_json_even_where_pieces_are_too_short_for_a_figure():
    found = measure(named([[60], [62]]), named([[60]]), named([[64]]))
    assert found.of_output["between onsets"].overlap is None
    assert found.corpus.means["between onsets"] is None
    assert json.loads(json.dumps(asdict(found), allow_nan=False))["corpus"]["pieces"] == 2


def test_a_corpus_too_small_and_a_silent_output_are_refused():
    good, silent = named(drawn(3, 1)), Named("model", collect([NoteSequence(())] * 4))
    with pytest.raises(CorpusError, match=r"Of 'ours' 1 piece has notes, too few"):
        measure(named([[60, 62]]), good, good)
    with pytest.raises(CorpusError, match=r"Of 'small, test' 0 pieces have notes"):
        measure(good, good, replace(silent, name="small, test"))
    with pytest.raises(MusicError, match=r"None of the 4 pieces of 'model' has a note"):
        measure(good, silent, good)
