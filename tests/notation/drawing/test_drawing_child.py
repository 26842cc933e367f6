import io
import json
import sys
from types import SimpleNamespace

import pytest

from songrnn.notation.drawing import drawing_child as child


def asked(monkeypatch, **order):
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(order)))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out))
    return child.main(), out.getvalue()


class Toolkit:
    """Stands in for verovio's."""

    def setOptions(self, options):  # noqa: N802
        assert options == {"scale": 45}

    def loadData(self, text):  # noqa: N802
        return text == "good"

    def getPageCount(self):  # noqa: N802
        return 2

    def renderToSVG(self, number):  # noqa: N802
        return f"<svg{number}>"


@pytest.mark.parametrize(("text", "said"), [("good", (0, b'["<svg1>", "<svg2>"]')), ("bad", (1, b""))])
def test_musicxml_becomes_all_its_pages_or_nothing(monkeypatch, text, said):
    verovio = SimpleNamespace(toolkit=Toolkit, enableLog=lambda _: None, LOG_OFF=0)
    monkeypatch.setitem(sys.modules, "verovio", verovio)
    assert asked(monkeypatch, musicxml=text, options={"scale": 45}) == said


def test_svg_becomes_png(monkeypatch):
    resvg = SimpleNamespace(svg_to_bytes=lambda svg_string, zoom: list(f"{svg_string}{zoom}".encode()))
    monkeypatch.setitem(sys.modules, "resvg_py", resvg)
    assert asked(monkeypatch, svg="<svg>", options={"zoom": 2}) == (0, b"<svg>2")
