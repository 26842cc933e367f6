"""Note words: music as one line of words, each of which names what begins at a moment and lasts until the next one.

    C4:1/4            a note and how long it lasts, of a whole note; middle C is C4, and there are C-1 … G9
    C4.E4.G4:1/8      a chord, low to high              R:1/2    a rest
    C4-.E4:1/8 C4.F4:1/8    C4 goes on into the next word, as ABC's ties say it
    C4 C4.E4.G4 R     without lengths every word lasts 1/8

A piece is one line; files of them end in .words.
"""

from songrnn.notation.words.reading import WordsRead, is_words, read_words
from songrnn.notation.words.writing import write_words

__all__ = ["WordsRead", "is_words", "read_words", "write_words"]
