"""Laws of every codec in the table, each on music of the notation that it wants first."""

import json
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays, scalar_dtypes

from songrnn.codecs import CODECS
from songrnn.errors import UsageError
from songrnn.form import Fields, Grid, Ids
from songrnn.music.sequence import WHOLE, NoteSequence, Part, Span, bars_until

STEP = WHOLE // 16


def played(*notes):
    """Notes as onset, end (in 16ths) and pitch, in bars of 4/4."""
    spans = sorted(Span(onset * STEP, end * STEP, pitch) for onset, end, pitch in notes)
    return NoteSequence((Part(tuple(spans)),), tuple(bars_until(spans[-1].end)))


PIECES = {
    "abc": ["M:6/8\nL:1/8\nK:D\n|:abc d2e|f3 d3:|", "M:4/4\nL:1/8\nK:Am\nA4 e4|{g}a8|]"],
    "words": ["C4:1/4 C4.E4.G4:1/8 R:1/2 C4:1/8", "A3-.C4:1/8 A3.E4:3/8 R:1/4 C4:1/4"],
    "notes": [
        played((0, 4, 60), (4, 6, 64), (4, 16, 48), (8, 9, 67), (10, 16, 67)),
        played((3, 7, 62), (7, 19, 65), (20, 28, 60), (20, 28, 72)),
    ],
}
NAMES = CODECS.names()
TEXTS = [name for name in NAMES if CODECS.get(name).notations[0] != "notes"]
GRIDS = [name for name in NAMES if name not in TEXTS]


def pieces(name):
    return PIECES[CODECS.get(name).notations[0]]


@cache
def fitted(name):
    return CODECS.get(name).fit(pieces(name))


def heard(piece):
    """What a piece is, apart from what its notation says beside the notes."""
    return piece if isinstance(piece, str) else (piece.spans, piece.measures)


def any_symbols(form):
    """Arrays of the form's own shape, and of any other."""
    if isinstance(form, Ids):
        return st.lists(st.integers(-5, 2000), max_size=50).map(lambda symbols: np.array(symbols, np.int64))
    shape = (len(form.names),) if isinstance(form, Fields) else (form.pitches, form.planes)
    own = st.integers(0, 6).flatmap(lambda steps: arrays(np.float64, (steps, *shape), elements=st.floats(-3, 200)))
    grid = st.integers(0, 20).flatmap(
        lambda steps: arrays(np.uint8, (steps, *shape), elements=st.integers(0, 1), fill=st.just(0))
    )
    other = arrays(scalar_dtypes(), array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
    return st.one_of(own, grid, other)


@pytest.mark.parametrize("name", NAMES)
def test_clean_music_survives_the_round_trip_without_a_word(name):
    codec = fitted(name)
    for piece in pieces(name):
        encoded = codec.encode(piece)
        decoded = codec.decode(encoded.symbols)
        assert (encoded.remarks, decoded.repairs) == ((), ())
        assert heard(decoded.value) == heard(piece)


@pytest.mark.parametrize("name", NAMES)
def test_symbols_have_the_shape_of_the_form(name):
    codec = fitted(name)
    symbols = codec.encode(pieces(name)[0]).symbols
    shapes = {Ids: (), Fields: (3,), Grid: (getattr(codec.form, "pitches", 0), getattr(codec.form, "planes", 0))}
    assert symbols.shape == (len(symbols), *shapes[type(codec.form)])
    assert len(symbols) > 0


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@settings(deadline=None)
def test_decoding_never_raises_and_what_comes_out_is_stable(name, data):
    codec = fitted(name)
    decoded = codec.decode(data.draw(any_symbols(codec.form)))
    once = codec.decode(codec.encode(decoded.value).symbols)
    again = codec.decode(codec.encode(once.value).symbols)
    assert heard(again.value) == heard(once.value)
    assert all("\n" not in repair and repair.endswith(".") for repair in decoded.repairs)


@pytest.mark.parametrize("name", TEXTS)
@given(symbols=st.lists(st.integers(-5, 2000), max_size=50))
@settings(deadline=None)
def test_the_reader_agrees_with_decoding_up_to_the_end(name, symbols):
    codec = fitted(name)
    until = symbols.index(Ids.END) if Ids.END in symbols else len(symbols)
    reader = codec.reader()
    assert codec.decode(np.array(symbols, np.int64)).value == "".join(map(reader.read, symbols[:until]))


@pytest.mark.parametrize("name", NAMES)
def test_settings_and_files_that_went_through_a_checkpoint_restore_the_same_codec(name):
    codec = fitted(name)
    again = CODECS.get(name).restore(json.loads(json.dumps(codec.settings())), codec.files())
    assert again.form == codec.form
    for piece in pieces(name):
        assert np.array_equal(again.encode(piece).symbols, codec.encode(piece).symbols)


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_uses_the_end_symbol(name):
    codec = fitted(name)
    assert isinstance(codec.form, Ids)
    for piece in pieces(name):
        assert Ids.END not in codec.encode(piece).symbols


@pytest.mark.parametrize("name", GRIDS)
def test_note_sequences_have_no_reader(name):
    assert fitted(name).reader() is None


@pytest.mark.parametrize("name", NAMES)
def test_a_setting_that_nobody_knows_is_refused(name):
    with pytest.raises(UsageError, match=f"'{name}' has no setting 'colour'"):
        CODECS.get(name).fit(pieces(name), colour="red")


@pytest.mark.parametrize("name", NAMES)
def test_nonsense_restores_no_codec(name):
    with pytest.raises((ValueError, KeyError)):
        CODECS.get(name).restore({"nonsense": 1}, {"nonsense": b""})
