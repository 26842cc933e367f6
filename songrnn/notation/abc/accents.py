"""Accents in the text fields of ABC tunes: TeX's, backslash codes and HTML names (ABC 2.1, section 8.2)."""

import re
import unicodedata
from html.entities import html5

_CODE = re.compile(
    r"""\\u([0-9A-Fa-f]{4}) | \\(aa|AA|ae|AE|ss|oe|OE|o|O|cc|cC) | \\([`'^"~vuc=Hr.])\{?([A-Za-z])\}? | &(\w{2,8};)""",
    re.VERBOSE,
)
_LIGATURES = {
    "aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ", "ss": "ß", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "cc": "ç",
    "cC": "Ç",
}  # fmt: skip
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "v": "\u030c", "u": "\u0306",
    "c": "\u0327", "=": "\u0304", "H": "\u030b", "r": "\u030a", ".": "\u0307",
}  # fmt: skip


def _letter(found: re.Match[str]) -> str:
    code, ligature, accent, letter, entity = found.groups()
    if code:
        return chr(int(code, 16)) if not 0xD800 <= int(code, 16) < 0xE000 else ""
    if ligature:
        return _LIGATURES[ligature]
    if accent:
        return unicodedata.normalize("NFC", letter + _ACCENTS[accent])
    return html5.get(entity, found[0])


def with_accents(value: str) -> str:
    r"""The text with its codes turned into letters: \'e and {\'e} into é, &eacute; too."""
    return _CODE.sub(_letter, value) if "\\" in value or "&" in value else value
