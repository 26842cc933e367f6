import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from songrnn.evaluate.study.html import html
from songrnn.evaluate.study.page import Code, File, Page, Section, Subheading, Table, Words
from songrnn.printable import printable


class Reader(HTMLParser):
    """The text inside of each kind of element, and the elements."""

    def __init__(self):
        super().__init__()
        self.seen, self.attributes, self.texts, self.open = [], [], {}, []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.setdefault(self.open[-1] if self.open else "", []).append(data)


def read(text):
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader


def page(text, *, title="t"):
    blocks = (
        Words(text), Subheading(text), Table((text, "n"), ((text, "1.5"), (text, "2,000 ± 0.1 (3)")), text), Code(text),
        File("a.svg", b"<svg/>", text), File("a.mp3", b"sound", text), File("a.mid", b"notes", text),
    )  # fmt: skip
    return Page(title, (Section(text, blocks),))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1))
def test_text_comes_out_as_text_and_never_as_markup(text):
    reader = read(html(page(text)))
    plain = read(html(page("plain")))
    assert reader.seen == plain.seen
    assert "".join(reader.texts["pre"]) == printable(text)
    assert ("img", "alt", printable(text)) in reader.attributes


def test_a_tune_that_is_a_script_stays_a_tune():
    text = html(page('<script>alert(1)</script>" onload="x'))
    assert "<script" not in text
    assert 'onload="' not in text


def test_a_page_asks_the_network_for_nothing():
    sources = [value for _, name, value in read(html(page("p"))).attributes if name in ("src", "href")]
    assert sources
    assert all(value.startswith(("data:", "#")) for value in sources)
    assert not re.search(r"@import|url\(|<link", html(page("p")))


def test_the_contents_lead_to_the_sections():
    attributes = read(html(page("p"))).attributes
    identities = {value for _, name, value in attributes if name == "id"}
    assert {
        value[1:] for tag, name, value in attributes if (tag, name) == ("a", "href") and value[0] == "#"
    } <= identities
    assert len(identities) == 2


def test_numbers_stand_right_and_words_do_not():
    reader = read(html(page("p")))
    assert [value for tag, name, value in reader.attributes if (tag, name) == ("td", "class")] == ["number", "number"]


def test_a_page_says_its_language_and_knows_the_night():
    text = html(page("p"))
    assert '<html lang="en">' in text
    assert "prefers-color-scheme: dark" in text


def test_a_table_without_rows_has_its_heads():
    assert read(html(Page("t", (Section("s", (Table(("a", "b"), ()),)),)))).texts["th"] == ["a", "b"]
