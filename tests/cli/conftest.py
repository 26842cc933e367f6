"""The command line in this process, far from the settings of the machine that tests it."""

import pytest
from click.testing import CliRunner

from songrnn.cli.group import make_group


@pytest.fixture(autouse=True)
def away(elsewhere):
    """Every test of this folder runs elsewhere."""
    return elsewhere


@pytest.fixture
def songrnn():
    """Run `songrnn ARGUMENTS`. Mistakes come back as the result's exception; __main__ makes sentences of them."""

    def run(*arguments, given=None):
        return CliRunner().invoke(make_group({}), [str(argument) for argument in arguments], input=given)

    return run
