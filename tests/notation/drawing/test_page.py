from xml.etree.ElementTree import fromstring

import pytest

from songrnn.notation.drawing.page import SVG, letters, picture

PAGE = f'<svg xmlns="{SVG}" viewBox="0 0 500 200"><path d="M0 0"/></svg>'


def page(inside, **attributes):
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<svg xmlns="{SVG}" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 500 200"{more}>{inside}</svg>'


def root(*pages, title=""):
    drawn = picture(pages, title)
    assert drawn is not None
    return fromstring(drawn.text)  # noqa: S314  it is our own


def tags(element):
    return [one.tag.rpartition("}")[2] for one in element.iter()]


def test_pages_stand_under_one_another_on_white_with_a_margin():
    drawn = picture([PAGE, PAGE], "")
    assert (drawn.width, drawn.height) == (560, 460)
    whole = fromstring(drawn.text)  # noqa: S314  it is our own
    assert tags(whole)[:2] == ["svg", "rect"]
    assert whole[0].attrib == {"width": "100%", "height": "100%", "fill": "white"}
    assert [(one.get("x"), one.get("y"), one.get("height")) for one in whole[1:]] == [
        ("30", "30", "200"),
        ("30", "230", "200"),
    ]


def test_a_title_is_text_whatever_is_in_it_and_takes_room():
    title = '<script>alert("1")</script> & Co\x1b\u202e'
    whole = root(PAGE, title=title)
    assert "script" not in tags(whole)
    text = next(one for one in whole if one.tag.endswith("text"))
    assert text.text == '<script>alert("1")</script> & Co\ufffd\ufffd'
    assert float(whole.get("height")) > float(root(PAGE).get("height")) + 20


def test_a_long_title_is_made_smaller_and_then_shortened():
    sizes = []
    for length in (10, 50, 1000):
        text = next(one for one in root(PAGE, title="m" * length) if one.tag.endswith("text"))
        sizes.append((float(text.get("font-size")), len(text.text)))
    assert sizes[0] == (26, 10)
    assert 13 < sizes[1][0] < 26
    assert sizes[2][0] == 13
    assert sizes[2][1] < 80


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<image href="http://example.org/x.png"/>',
        "<foreignObject><p/></foreignObject>",
        '<a href="javascript:alert(1)"><path d="M0 0"/></a>',
        '<g onload="alert(1)"/>',
        '<use xlink:href="http://example.org/x.svg#a"/>',
        '<use href="file:///etc/passwd"/>',
        '<rect fill="url(http://example.org/x)"/>',
        '<rect style="fill: url( &quot;//example.org/x&quot;)"/>',
        "<style>@import 'http://example.org/x.css';</style>",
        "<style>@font-face {src: url(http://example.org/x.woff)}</style>",
        "<animate/>",
    ],
)
def test_what_could_do_more_than_draw_is_taken_out(inside):
    text = picture([page(inside)], "").text
    assert not any(word in text for word in ("alert", "example.org", "passwd", "foreign", "image", "animate", "import"))


def test_what_draws_is_kept():
    inside = (
        '<defs><g id="a"><path d="M1 1"/></g></defs><use xlink:href="#a" transform="scale(2)"/>'
        "<style>text {font-weight: bold} @font-face {src: url(data:application/font-woff2;base64,AAAA)}</style>"
        '<text x="1">one<title>gone</title> two</text><rect fill="url(#a)"/>'
    )
    text = picture([page(inside)], "").text
    for kept in ('href="#a"', "bold", "font-woff2", "one two", 'transform="scale(2)"', "url(#a)", 'id="a"'):
        assert kept in text
    assert "gone" not in text


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "no xml",
        "<html/>",
        f'<svg xmlns="{SVG}"/>',
        page("").replace("500", "0"),
        '<!DOCTYPE svg [<!ENTITY a "b">]>' + PAGE,
        page("\x00"),
    ],
)
def test_what_is_no_picture_is_none(bad):
    assert picture([bad], "") is None
    assert picture([PAGE, bad], "") is None
    assert picture([], "") is None


def test_width_and_height_are_taken_where_they_are_given():
    drawn = picture([f'<svg xmlns="{SVG}" width="300px" height="100px"/>'], "")
    assert (drawn.width, drawn.height) == (360, 160)


def test_the_letters_of_a_picture_are_told():
    drawn = picture([page("<text>a<tspan>b</tspan>c</text><style>d</style>")], "T")
    assert "".join(sorted("".join(letters(drawn)))) == "Tabc"
