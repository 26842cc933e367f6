import pytest

from songrnn.evaluate.published import REPORTS
from songrnn.evaluate.study.beside import FIGURES
from songrnn.recipes import RECIPES


@pytest.mark.parametrize("name", REPORTS)
def test_each_report_is_that_of_a_recipe(name):
    assert name in RECIPES


@pytest.mark.parametrize(("name", "report"), REPORTS.items())
def test_each_figure_has_a_protocol_and_names_one_of_ours(name, report):
    assert report.figures, name
    for figure in report.figures:
        assert figure.protocol
        assert figure.ours in (*FIGURES, "short_notes")


@pytest.mark.parametrize(("name", "report"), REPORTS.items())
def test_the_settings_of_a_figure_are_settings_of_its_recipe(name, report):
    recipe = RECIPES.get(name)("base")
    for figure in report.figures:
        for setting in figure.settings:
            group, _, key = setting.partition(".")
            assert key in getattr(recipe, group), setting
