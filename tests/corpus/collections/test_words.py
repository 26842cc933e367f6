from songrnn.corpus.layouts import jobs
from songrnn.corpus.reading import Manner, Raw, Refused, read


def test_every_line_is_a_piece(tmp_path):
    (tmp_path / "a.words").write_text("\ufeffC4:1/4 R:1/8\n\nD4.F#4:1/2\n")
    [job] = jobs(tmp_path)
    assert list(read(job, Manner())) == [
        Raw("C4:1/4 R:1/8", "words", "a.words, line 1", "a"),
        Raw("D4.F#4:1/2", "words", "a.words, line 3", "a"),
    ]


def test_a_line_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "a.words").write_bytes(b"C4\0\nD4\n")
    [job] = jobs(tmp_path)
    assert next(read(job, Manner())) == Refused("a.words, line 1", "is not a text")
