from fractions import Fraction

from songrnn.music.score import Bar, Note
from songrnn.notation.abc.diagnostic import Place
from songrnn.notation.abc.overlay import Span

BAR = Bar((Note((), Fraction(1)),))
OTHER = Bar((Note((), Fraction(1, 2)),))


def test_layers_written_one_after_the_other_lie_above_each_other():
    span, bars, places = Span(1), [BAR, BAR, BAR], [Place(1, at) for at in range(3)]
    span.take(bars, places)
    bars.append(OTHER)
    places.append(Place(2, 0))
    span.take(bars, places)
    assert (bars, places, span.places) == ([BAR], [Place(1, 0)], [Place(1, 1), Place(1, 2)])
    assert [bar.overlays for bar in span.bars()] == [(OTHER.notes,), ()]
    assert span.fits()


def test_a_layer_longer_than_the_uppermost_does_not_fit():
    span = Span(0)
    span.take([BAR], [Place(1, 0)])
    span.take([BAR, BAR], [Place(1, 1), Place(1, 2)])
    assert not span.fits()
    assert len(span.bars()) == 1
