"""Laws of every codec in the table."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.codecs import CODECS

TEXTS = ["M:6/8\nL:1/8\nK:D\n|:abc d2e|f3 d3:|", "M:4/4\nL:1/8\nK:Am\nA4 e4|{g}a8|]"]


@pytest.mark.parametrize("name", CODECS.names())
def test_clean_text_survives_the_round_trip(name):
    codec = CODECS.get(name).fit(TEXTS)
    for text in TEXTS:
        encoded = codec.encode(text)
        assert encoded.remarks == ()
        assert codec.decode(encoded.symbols).value == text


@pytest.mark.parametrize("name", CODECS.names())
@given(symbols=st.lists(st.integers(-5, 2000), max_size=50))
def test_decoding_never_raises_and_the_reader_agrees_up_to_the_end(name, symbols):
    codec = CODECS.get(name).fit(TEXTS)
    decoded = codec.decode(np.array(symbols, np.int64))
    until = symbols.index(0) if 0 in symbols else len(symbols)
    reader = codec.reader()
    assert decoded.value == "".join(reader.read(symbol) for symbol in symbols[:until])


@pytest.mark.parametrize("name", CODECS.names())
def test_settings_restore_the_same_codec(name):
    codec = CODECS.get(name).fit(TEXTS)
    again = CODECS.get(name).restore(codec.settings(), codec.files())
    assert again.encode(TEXTS[0]).symbols.tolist() == codec.encode(TEXTS[0]).symbols.tolist()
    assert again.form == codec.form


@pytest.mark.parametrize("name", CODECS.names())
def test_no_text_uses_the_end_symbol(name):
    codec = CODECS.get(name).fit(TEXTS)
    assert 0 not in codec.encode(TEXTS[0]).symbols
