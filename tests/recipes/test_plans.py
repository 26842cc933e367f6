"""Plans: every report has one, its recipes and settings are there, and how tunes are drawn makes sense."""

import pytest

from songrnn.actions.generate import Wish
from songrnn.recipes import RECIPES
from songrnn.recipes.plans import PLANS
from songrnn.recipes.recipe import change
from songrnn.train.sweep import Sweep, cells, read_axis


def all_cells(part):
    grid = tuple(map(read_axis, part.grid))
    return list(cells(Sweep("x", part.recipe, "base", part.settings, grid, (), part.seeds, 0)))


@pytest.mark.parametrize("name", PLANS.names())
def test_a_plan_can_be_carried_out(name):
    plan = PLANS.get(name)()
    assert plan.parts
    for part in plan.parts:
        recipe = change(RECIPES.get(part.recipe)("base"), part.settings)
        for cell in all_cells(part) if part.grid else ():
            change(recipe, cell.changes)
    assert Wish(rules="off", **plan.wish)


def test_names_of_parts_are_folders_of_their_own():
    for name in PLANS.names():
        names = [part.name for part in PLANS.get(name)().parts]
        assert len(set(names)) == len(names)


def test_the_study_of_szeto_is_the_whole_grid_with_three_seeds_on_both_splits():
    (part,) = PLANS.get("szeto")().parts
    assert len(all_cells(part)) == 3 * 3 * 2 * 3 * 2
