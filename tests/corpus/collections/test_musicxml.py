from songrnn.corpus.layouts import jobs
from songrnn.corpus.reading import Manner, read
from songrnn.music.score import Score

PLAIN = (
    '<score-partwise><part-list><score-part id="P"/></part-list><part id="P"><measure><attributes>'
    "<divisions>1</divisions></attributes><note><pitch><step>C</step><octave>4</octave></pitch>"
    "<duration>4</duration></note></measure></part></score-partwise>"
)


def test_a_file_is_a_score(tmp_path):
    (tmp_path / "a.musicxml").write_text(PLAIN)
    [job] = jobs(tmp_path)
    [found] = read(job, Manner())
    assert found.notation == "score"
    assert isinstance(found.content, Score)


def test_entities_are_refused(tmp_path):
    (tmp_path / "a.xml").write_text(f'<!DOCTYPE a [<!ENTITY b "c">]>{PLAIN}')
    [job] = jobs(tmp_path)
    [refused] = read(job, Manner())
    assert "declares XML entities" in refused.reason
