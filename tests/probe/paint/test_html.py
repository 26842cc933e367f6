import base64
import gzip
import json
import re
import shutil
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.errors import UsageError
from songrnn.probe.match import elsewhere, match
from songrnn.probe.paint.html import Onset, Others, paint, signs
from songrnn.probe.signals import GATES, Layer, Trace, Unit
from songrnn.probe.view import Beliefs, Guess, Places, View
from tests.chromium import Chromium

TUNE = "X:1\nK:G\n|:GAG GAB|ABA ABd|\nedd gdd|edB dBA:|\n"
HOSTILE = "T:</script><script>alert(1)</script>&<!--\u202e\x1b[2J\n"


def trace(symbols, units, layers=1, seed=0):
    draw = np.random.default_rng(seed)

    def signal(name):
        return draw.uniform(0 if name in GATES else -1, 1, (symbols, units)).astype(np.float32)

    return Trace(tuple(Layer(f"layer {at + 1}", {name: signal(name) for name in "hcifgo"}) for at in range(layers)))


def view(texts, units=6, layers=1, seed=0, **more):
    length = len(texts)
    guesses = tuple((Guess("A", 0.5), Guess("\n", 0.25), Guess("", 0.125)) for _ in texts)
    places = Places(np.arange(length) // 8, np.full(length, 1.5))
    return View(tuple(texts), trace(length, units, layers, seed), Beliefs(np.ones(length), guesses), places, **more)


class Scripts(HTMLParser):
    """The contents of the script elements of a page, as a browser finds them."""

    def __init__(self, page):
        super().__init__()
        self.found, self.inside = [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.inside = tag == "script"
        if self.inside:
            self.found.append((dict(attrs), ""))

    def handle_data(self, data):
        if self.inside:
            attrs, before = self.found[-1]
            self.found[-1] = (attrs, before + data)

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "script"


def data(page):
    return json.loads(Scripts(page).found[0][1])


def test_the_page_may_load_nothing_and_names_nothing_to_load():
    page = paint(view(TUNE))
    assert "default-src 'none'" in page
    assert {address[:20] for address in page.split("://")[1:]} == {"www.w3.org/2000/svg'"}  # a name, not a place
    assert 'rel="' not in page


def test_no_text_can_end_the_data_or_begin_markup():
    page = paint(view(HOSTILE, title=HOSTILE, remarks=(HOSTILE,)))
    assert [attrs.get("type") for attrs, _ in Scripts(page).found] == ["application/json", None]
    assert "".join(data(page)["texts"]) == HOSTILE.replace("\u202e", "\ufffd").replace("\x1b", "\ufffd")
    assert "alert(1)</script>" not in page


def test_the_page_of_512_units_and_2000_symbols_is_smaller_than_3_mb_whatever_is_in_it():
    assert len(paint(view(TUNE * 43, 512)).encode()) < 3_000_000


def test_a_sound_takes_room_from_signals():
    texts = TUNE * 20
    with_sound = paint(view(texts, 400, 2), sound=bytes(800_000))
    assert len(with_sound.encode()) < 3_000_000
    assert len(data(with_sound)["layers"][0]["blocks"]) < len(data(paint(view(texts, 400, 2)))["layers"][0]["blocks"])


def test_an_empty_text_is_refused():
    with pytest.raises(UsageError, match="empty"):
        paint(view(""))


@settings(max_examples=30)
@given(st.lists(st.text(alphabet="AB|:\n ", max_size=4), min_size=1, max_size=40).filter(any))
def test_the_rows_hold_every_symbol_that_has_text_once_and_in_order(texts):
    rows = data(paint(view(texts)))["rows"]
    found = [symbol for row in rows for symbol in row if symbol >= 0]
    assert found == sorted(set(found))
    assert [at for at in found if texts[at]] == [at for at, text in enumerate(texts) if text]


def test_signs_tell_where_a_unit_is_on_and_on_which_side():
    outputs = np.array([[0.3, -0.3, 0.29, -0.9]], np.float32)
    (found,) = signs(Trace((Layer("layer 1", {"h": outputs, "c": 9 * outputs}),)))
    assert found.tolist() == [[1, -1, 0, -1]]


def test_other_pieces_are_kept_as_far_as_there_is_room():
    many = [trace(300, 300, seed=seed) for seed in range(60)]
    others = Others(tuple(map(str, range(60))), ("x" * 300,) * 60, tuple(map(signs, many)))
    kept = data(paint(view(TUNE), others=others))["others"]
    assert 0 < len(kept) < 60
    (packed,) = kept[0]["signs"]
    assert (
        np.frombuffer(gzip.decompress(base64.b64decode(packed)), np.int8).tolist()
        == signs(many[0])[0].T.ravel().tolist()
    )


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    if not (shutil.which("chromium") and shutil.which("bash")):
        pytest.skip("there is no Chromium")
    chromium = Chromium(tmp_path_factory.mktemp("profile"))
    yield chromium
    chromium.close()


@pytest.fixture
def opened(browser, tmp_path):
    def opened(page, **how):
        path = tmp_path / "page.html"
        path.write_text(page, encoding="utf-8")
        browser.open(path, **how)
        return browser

    return opened


@pytest.mark.parametrize("how", [{}, {"dark": True}, {"width": 400}], ids=["light", "dark", "narrow"])
def test_it_opens_without_a_word_on_the_console_and_asks_the_network_for_nothing(opened, how):
    page = opened(paint(view(HOSTILE + TUNE, layers=2, title=HOSTILE)), **how)
    page.run("showBeliefs(true); choose({layer: 1, signal: 'f', passage: [3, 5]}); showMatches()")
    page.run("new Promise(requestAnimationFrame)")
    assert page.troubles() == []
    asked = [event["params"]["request"]["url"] for event in page.named("Network.requestWillBeSent")]
    assert all(url.startswith(("file:", "data:", "blob:")) for url in asked)
    assert page.run("theme()") == ("dark" if how.get("dark") else "light")
    assert page.run("document.documentElement.scrollWidth <= innerWidth")


def test_it_shows_the_whole_text_and_the_values_to_half_a_step(opened):
    seen = view(TUNE, units=40, layers=2)
    page = opened(paint(seen))
    assert page.run("[...document.querySelectorAll('.s')].map((e) => data.texts[e.dataset.t]).join('')") == TUNE
    page.run("var values = (row) => [...row.steps.keys()].map((t) => valueAt(row, t))")
    found = page.run("[...layers[1].signals.h].map(([unit, row]) => [unit, values(row)])")
    assert sorted(unit for unit, _ in found) == list(range(40))
    for unit, values in found:
        assert np.abs(np.array(values) - seen.trace.unit(Unit(2, unit))).max() <= 0.51 / 127


def test_pointing_at_a_character_tells_what_is_known_of_it(opened):
    seen = view(TUNE, units=6)
    page = opened(paint(seen))
    page.mouse("mouseMoved", "symbols[13]")
    told = page.run("get('details').innerText")
    assert "symbol 13 of" in told
    assert "bar 1, beat 1.5" in told
    assert "1.44 bits" in told
    assert "50 %" in told
    numbers = dict(re.findall(r"^(\w), [a-z ]+\t(\S+)$", told, re.MULTILINE))
    true = {name: values[13, page.run("chosen.unit")] for name, values in seen.trace.layers[0].signals.items()}
    assert {name: float(number) for name, number in numbers.items()} == pytest.approx(true, abs=0.025)


def test_dragging_selects_a_passage_and_so_do_shift_and_arrows(opened):
    page = opened(paint(view(TUNE)))
    page.mouse("mousePressed", "symbols[12]")
    page.mouse("mouseMoved", "symbols[14]")
    page.mouse("mouseReleased", "symbols[14]")
    assert page.run("[...chosen.passage, get('from').value, get('to').value]") == [12, 15, "12", "15"]
    page.run("choose({at: 20, hovered: null, passage: null}); get('text').focus()")
    page.key("ArrowRight", shift=True)
    page.key("ArrowRight", shift=True)
    assert page.run("[...chosen.passage, chosen.at]") == [20, 23, 22]


def in_steps(seen):
    """A view whose outputs are whole steps of a page, which rounding leaves alone."""
    outputs = (seen.trace.matrix(1) * 127).round() / 127
    return replace(seen, trace=Trace((Layer("layer 1", {"h": outputs.astype(np.float32)}),)))


def test_it_matches_as_the_matching_of_the_command_line_does(opened):
    seen = in_steps(view("ABCDEFGH" * 10, units=60))
    other = in_steps(view("ABCDEFGH" * 9, units=60, seed=1))
    page = opened(paint(seen, others=Others(("other",), (other.texts,), (signs(other.trace),))))
    page.run("choose({passage: [10, 12]}); var found = matches(mainNow(), chosen.passage, 0.3)")
    pattern = match(seen.trace, range(10, 12))
    assert len(pattern.matches) > 3
    assert page.run("found.map(({unit, side}) => [unit, side])") == [[m.unit.index, m.side] for m in pattern.matches]
    assert page.run("found.map(({rest}) => rest)") == pytest.approx([one.rest for one in pattern.matches])

    top = replace(pattern, matches=pattern.matches[:3])
    places = page.run("elsewhere(found.slice(0, 3), chosen.passage, 0.3).map((p) => [p.name, p.start, p.end, p.units])")
    here = [one for one in elsewhere(seen.trace, np.array([0, 80]), top) if one.end <= 10 or one.start >= 12]
    there = elsewhere(other.trace, np.array([0, 72]), top)
    assert [place[1:] for place in places if place[0] == "this piece"] == [[p.start, p.end, p.units] for p in here]
    assert [place[1:] for place in places if place[0] == "other"] == [[p.start, p.end, p.units] for p in there]
    assert len(there) > 1
    page.run("showMatches()")
    assert f"other, {there[0].start} to {there[0].end}, {there[0].units} of 3 units" in page.run(
        "get('found').innerText"
    )


def test_the_matrix_is_sorted_searched_and_clicked(opened):
    seen = view(TUNE, units=30)
    page = opened(paint(seen))
    page.run("get('sort').value = 'mean'; arrange()")
    means = seen.trace.matrix(1).mean(axis=0)[page.run("matrix.units")]
    assert (np.diff(means) <= 1e-3).all()
    page.run("get('filter').value = '1:7 20-22 2:5'; arrange()")
    assert sorted(page.run("matrix.units")) == [7, 20, 21, 22]
    second = page.run("matrix.units[1]")
    page.run(
        "var {x, y} = canvas.getBoundingClientRect(), spot = {clientX: x + 60, clientY: y + 20 + 1.5 * matrix.high}"
    )
    page.run("canvas.dispatchEvent(new MouseEvent('click', spot))")
    assert page.run("chosen.unit") == second
    page.run("choose({unit: 20}); get('sort').value = 'correlation'; arrange()")
    assert page.run("matrix.units[0]") == 20


def test_pooled_columns_show_the_strongest_value_with_its_sign(opened):
    page = opened(paint(view(TUNE)))
    assert page.run(
        "[...columnsOf({steps: Int8Array.from({length}, (_, t) => t === 5 ? -90 : t % 50)}, 4)].slice(0, 3)"
    ) == [3, -90, 11]


def test_a_unit_that_is_not_there_is_said_to_be_missing(opened):
    page = opened(paint(view(TUNE)))
    page.run("get('unit').value = 99; get('unit').dispatchEvent(new Event('change'))")
    assert page.run("get('trouble').textContent") == "Give a unit from 0 to 5."
    assert page.run("[get('trouble').hidden, Number(get('unit').value)]") == [False, page.run("chosen.unit")]


def test_playing_moves_the_cursor_from_note_to_note_and_stops_at_the_end(opened):
    page = opened(paint(view(TUNE), notes=(Onset(0.0, 0.1, 67, 10), Onset(0.1, 0.1, 69, 11))))
    page.run("window.heard = []; listeners.push((changed) => changed.has('at') && heard.push(chosen.at))")
    page.mouse("mousePressed", "get('play')")
    page.mouse("mouseReleased", "get('play')")
    assert page.waits("heard.length >= 3 && !player.on")
    assert page.run("heard") == [10, 11, 0]


def test_there_is_nothing_to_play_without_notes(opened):
    assert opened(paint(view(TUNE))).run("get('play').hidden")
