import pytest

from songrnn.actions.pages import check_suffix, write_page
from songrnn.errors import UsageError
from songrnn.evaluate.study.page import File, Page, Section, Words

PAGE = Page("A title", (Section("First", (Words("Said."), File("a.svg", b"<svg/>", "a picture"))),))


@pytest.mark.parametrize("name", ["report", "report.pdf", "report.html.gz"])
def test_a_page_ends_in_html_or_md(name, tmp_path):
    with pytest.raises(UsageError, match=r"end in \.html or \.md"):
        check_suffix(tmp_path / name)
    with pytest.raises(UsageError, match=r"end in \.html or \.md"):
        write_page(PAGE, tmp_path / name)


def test_html_is_one_file_that_says_who_wrote_it(tmp_path):
    text = write_page(PAGE, tmp_path / "report.HTML").read_text()
    assert [one.name for one in tmp_path.iterdir()] == ["report.HTML"]
    assert "data:image/svg+xml" in text
    assert "<footer>Written by songrnn.</footer>" in text


def test_markdown_has_its_files_in_a_folder_beside_it(tmp_path):
    text = write_page(PAGE, tmp_path / "report.md").read_text()
    assert "](<report_files/a.svg>)" in text
    assert (tmp_path / "report_files" / "a.svg").read_bytes() == b"<svg/>"


def test_a_file_where_the_folder_has_to_be_is_said(tmp_path):
    (tmp_path / "report_files").touch()
    with pytest.raises(UsageError, match="cannot be made"):
        write_page(PAGE, tmp_path / "report.md")
