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
from songrnn.probe.match import TOGETHER, elsewhere, match
from songrnn.probe.paint import html
from songrnn.probe.paint.html import Onset, Others, paint, signs
from songrnn.probe.paint.packing import COARSE, COARSEST, FINE, MIDDLE
from songrnn.probe.signals import GATES, Layer, Trace, Unit, scale
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
        assert np.abs(np.array(values) - seen.trace.unit(Unit(2, unit))).max() <= 0.501 / FINE


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


@pytest.mark.parametrize(("room", "steps"), [(10**6, FINE), (22_000, MIDDLE), (18_000, COARSE), (12_000, COARSEST)])
def test_it_matches_as_the_matching_of_the_command_line_does_however_coarsely_values_are_rounded(
    opened, monkeypatch, room, steps
):
    monkeypatch.setattr(html, "_LEAST", room)
    monkeypatch.setattr(html, "_BUDGET", 0)
    seen, other = view("ABCDEFGH" * 30, units=60), view("ABCDEFGH" * 9, units=60, seed=1)
    page = opened(paint(seen, others=Others(("other",), (other.texts,), (signs(other.trace),))))
    assert page.run("[...mainNow().values()].map(({rounding}) => rounding)") == [steps] * 60
    page.run("choose({passage: [10, 12]}); var found = matches(mainNow(), chosen.passage, 0.3)")
    page.run(
        "found.sort((a, b) => a.rest - b.rest || a.unit - b.unit)"
    )  # by the mean, equals stand as they are rounded
    pattern = match(seen.trace, range(10, 12))
    pattern = replace(pattern, matches=tuple(sorted(pattern.matches, key=lambda one: (one.rest, one.unit.index))))
    assert len(pattern.matches) > 3
    assert page.run("found.map(({unit, side}) => [unit, side])") == [[m.unit.index, m.side] for m in pattern.matches]
    assert page.run("found.map(({rest}) => rest)") == pytest.approx([one.rest for one in pattern.matches])

    top = replace(pattern, matches=pattern.matches[:3])
    places = page.run("elsewhere(found.slice(0, 3), chosen.passage, 0.3).map((p) => [p.name, p.start, p.end, p.units])")
    here = [one for one in elsewhere(seen.trace, np.array([0, 240]), top) if one.end <= 10 or one.start >= 12]
    there = elsewhere(other.trace, np.array([0, 72]), top)
    assert [place[1:] for place in places if place[0] == "this piece"] == [[p.start, p.end, p.units] for p in here]
    assert [place[1:] for place in places if place[0] == "other"] == [[p.start, p.end, p.units] for p in there]
    assert len(there) > 1


def test_matches_are_said_to_be_of_one_layer_and_how_surely_at_another_threshold(opened):
    seen = view("ABCDEFGH" * 10, units=60, layers=2)
    page = opened(paint(seen, others=Others(("other",), (seen.texts,), (signs(seen.trace),))))
    page.run("choose({layer: 1, passage: [10, 12]}); showMatches()")
    found = [one for one in match(seen.trace, range(10, 12)).matches if one.unit.layer == 2]
    told = page.run("get('found').innerText")
    assert f"{len(found)} units of layer 2 by h, output" in told
    assert f"other, 10 to 12, {TOGETHER} of {TOGETHER} units" in told
    assert "may count as on" not in told
    page.run("get('threshold').value = 0.4; showMatches()")
    assert f"those within {0.5 / FINE:.4f} of ±0.4" in page.run("get('found').innerText")


def test_the_matrix_is_sorted_searched_and_clicked(opened):
    seen = view(TUNE, units=30)
    page = opened(paint(seen))
    page.run("get('sort').value = 'mean'; arrange()")
    means = seen.trace.matrix(1).mean(axis=0)[page.run("matrix.units")]
    assert (np.diff(means) <= 0.5 / FINE).all()  # of means that are nearly the same, either may be first
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


def test_a_search_that_finds_no_unit_says_so_and_an_empty_one_finds_all(opened):
    page = opened(paint(view(TUNE, units=40)))
    for query, said, shown in (("zzz", "no such unit of layer 1", 0), ("77", "no such unit", 0), (" ", "40 of 40", 40)):
        page.run(f"get('filter').value = '{query}'; arrange(); new Promise(requestAnimationFrame)")
        assert said in page.run("get('rows').value")
        assert page.run("matrix.units.length") == shown
    assert page.troubles() == []


@pytest.mark.parametrize("width", [1300, 900])
def test_long_words_break_so_that_the_page_is_no_wider_than_its_window(opened, width):
    word = ".".join(f"C{octave}" for octave in range(30)) + ":1/4"
    seen = view((f" {word}",) * 20, title=word, remarks=(word,))
    guesses = tuple((Guess(f" {word}", 0.5), Guess("", 0.00012)) for _ in seen.texts)
    page = opened(paint(replace(seen, beliefs=replace(seen.beliefs, guesses=guesses))), width=width)
    page.run("choose({at: 3, passage: [2, 9]}); showBeliefs(true)")
    assert page.run("document.documentElement.scrollWidth <= innerWidth")
    assert page.run("get('details').scrollWidth <= get('details').clientWidth")


def test_the_strongest_attention_has_the_full_colour_and_the_legend_its_number(opened):
    weights = np.linspace(0, 0.05, len(TUNE), dtype=np.float32)[:, None]
    page = opened(paint(replace(view(TUNE), trace=Trace((Layer("attention", {"a": weights}),)), signal="a")))
    assert page.run("[get('low').textContent, get('high').textContent]") == ["0", "0.05"]
    assert "the nearer to 0.05" in page.run("get('lede').textContent")
    page.run("var full = make('i'); full.style.background = colours[theme()].css.at(-1)")
    assert page.run("symbols.at(-1).style.background === full.style.background")


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
    page.run("choose({at: 8}); window.heard = []")
    page.run("listeners.push((changed) => changed.has('at') && heard.push(chosen.at))")
    page.mouse("mousePressed", "get('play')")
    page.mouse("mouseReleased", "get('play')")
    assert page.waits("heard.at(-1) === 0 && !player.on")
    heard = page.run("heard")
    assert heard == [at for at in (10, 11, 0) if at in heard]  # a slow machine may be late for a note


def test_the_cursor_stands_where_the_sound_is(opened):
    page = opened(paint(view(TUNE), notes=(Onset(0.0, 0.1, 67, 10), Onset(0.1, 0.1, 69, 11))))
    page.run("player.audio = {currentTime: 0, play: async () => {}, pause: () => {}}; start()")
    for now, at in ((0.05, 10), (0.15, 11), (0.02, 10)):
        page.run(f"player.audio.currentTime = {now}")
        assert page.waits(f"chosen.at === {at}")


def test_full_colour_is_the_99th_percentile_of_memory_in_text_matrix_and_legends(opened):
    seen = view(TUNE * 6, units=20, layers=2)
    counting = seen.trace.layers[0].signals
    counting["c"][:, 3] *= 10
    counting["c"][5, 3] = 180
    page = opened(paint(seen))
    page.run("choose({layer: 0, signal: 'c', unit: 3})")
    most, own = scale("c", counting["c"]), scale("c", counting["c"][:, 3])
    assert most < own < 180
    assert f"full colour at ±{most:.3g} and beyond" in page.run("get('rows').value")
    assert page.run("get('high').textContent") == f"≥ +{own:.3g}"
    strongest = page.run("colours.light.css[2 * STEPS]")
    assert page.run("symbols[5].style.background") == strongest.replace(",", ", ")
    page.run("var pixels = new Uint32Array(1); fill(pixels, [STEPS], matrix.gains[matrix.place.get(3)])")
    assert page.run("pixels[0] === colours.light.pixels[2 * STEPS]")


def test_a_sentence_says_what_the_colours_of_the_chosen_unit_mean(opened):
    page = opened(paint(view(TUNE)))
    page.run("choose({unit: 2, signal: 'h'})")
    assert re.search(
        r"unit 1:2 \(of 6 in layer 1\): its output \(h\) .*orange above 0, blue below",
        page.run("get('lede').innerText"),
    )
    page.run("choose({signal: 'f'})")
    assert re.search(r"forget gate \(f\) .*orange the stronger, the nearer to 1", page.run("get('lede').innerText"))


def test_the_letters_of_a_short_text_are_larger(opened):
    sizes = [opened(paint(view(text))).run("parseFloat(get('text').style.fontSize)") for text in (TUNE, TUNE * 40)]
    assert sizes[0] > sizes[1] == 15


def test_the_spaces_between_words_are_not_coloured_and_guesses_are_whole_words(opened):
    seen = view(["C4:1/4", " C4.E4:1/4", " R:1/8"])
    guesses = ((Guess(" C4:1/4", 0.5), Guess(" C4:1/8", 0.4)),) * 3
    page = opened(paint(replace(seen, beliefs=Beliefs(np.ones(3), guesses))))
    assert page.run("symbols.map((one) => one.textContent)") == ["C4:1/4", "C4.E4:1/4", "R:1/8"]
    assert page.run("get('text').textContent") == "C4:1/4 C4.E4:1/4 R:1/8"
    page.run("showBeliefs(true)")
    assert page.run("symbols[1].querySelector('.b').textContent").split() == ["1.4", "␣C4:1/4", "␣C4:1/8"]


def test_there_is_nothing_to_play_without_notes(opened):
    assert opened(paint(view(TUNE))).run("get('play').hidden")
