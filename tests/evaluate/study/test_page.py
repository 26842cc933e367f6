from hypothesis import given
from hypothesis import strategies as st

from songrnn.evaluate.study.page import File, Page, Section, Words, lighten


def page_of(sizes):
    blocks = tuple(File(f"{at}.svg", b"x" * size, f"picture {at}") for at, size in enumerate(sizes))
    return Page("p", (Section("s", blocks),))


@given(st.lists(st.integers(0, 400), max_size=12), st.integers(0, 2_000))
def test_the_files_of_a_lighter_page_fit_and_every_other_one_is_named(sizes, most):
    page = page_of(sizes)
    lighter = lighten(page, most)
    assert sum(len(file.content) * 4 / 3 for file in lighter.files) <= most
    blocks = lighter.sections[0].blocks
    assert len(blocks) == len(sizes)
    assert all(isinstance(block, File) or f"picture {at}." in block.text for at, block in enumerate(blocks))


def test_a_page_that_fits_stays_as_it_is():
    page = page_of([10, 20])
    assert lighten(page, 40) == page


def test_a_large_file_makes_place_for_smaller_ones_behind_it():
    first, second = lighten(page_of([100, 10]), 50).sections[0].blocks
    assert isinstance(first, Words)
    assert isinstance(second, File)
