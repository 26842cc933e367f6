import re

from songrnn import errors
from songrnn.errors import SongrnnError

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type)]


def test_the_tree_in_the_documentation_is_the_tree():
    drawn = dict(re.findall(r"(\w+Error) +(\d)", errors.__doc__))
    assert drawn == {kind.__name__: str(kind.exit_code) for kind in KINDS}


def test_every_failure_is_caught_as_one_kind():
    assert all(issubclass(kind, SongrnnError) for kind in KINDS)
    assert len(KINDS) > 5
