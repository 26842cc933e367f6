from songrnn.evaluate.distance import Named, measure
from songrnn.evaluate.features import collect
from songrnn.evaluate.pictures import draw_distance
from songrnn.music.sequence import WHOLE, NoteSequence, Part, Span

HEAD = b"\x89PNG\r\n\x1a\n"


def named(*pitches):
    spans = tuple(Span(at * WHOLE // 8, (at + 1) * WHOLE // 8, pitch) for at, pitch in enumerate(pitches))
    return Named("ours", collect([NoteSequence((Part(spans),))] * 2))


def test_a_distance_is_drawn_900_pixels_wide_and_shows_the_output(tmp_path):
    corpus = named(60, 62, 64)
    one, other = (
        draw_distance(measure(corpus, output, corpus), tmp_path / "distance.png").read_bytes()
        for output in (named(60, 62), named(61, 66, 70))
    )
    assert one.startswith(HEAD)
    assert int.from_bytes(one[16:20], "big") == 900
    assert one != other
    assert [path.name for path in tmp_path.iterdir()] == ["distance.png"]


def test_pieces_of_one_note_can_be_drawn_too(tmp_path):
    single = named(60)
    assert draw_distance(measure(single, single, single), tmp_path / "d.png").read_bytes().startswith(HEAD)
