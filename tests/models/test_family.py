"""Laws of every model family in the table."""

import pytest
import torch

from songrnn.form import Form, Ids
from songrnn.models import FAMILIES
from songrnn.models.family import Family

SMALL = {"recurrent": {"width": 6, "embedding": 5, "layers": 2}}


@pytest.mark.parametrize("name", FAMILIES.names())
def test_a_family_keeps_its_contract(name):
    family = FAMILIES.get(name)
    assert issubclass(family, Family)
    form = Ids(7)
    assert family.accepts(form)
    network = family.build(form, SMALL[name]).eval()
    rebuilt = family.build(form, network.settings())
    assert {k: v.shape for k, v in rebuilt.state_dict().items()} == {
        k: v.shape for k, v in network.state_dict().items()
    }
    prediction, state = network(torch.zeros(2, 3, dtype=torch.int64), network.begin(2))
    assert prediction.nats(torch.ones(2, 3, dtype=torch.int64)).shape == (2, 3)
    assert all(part.shape[1] == 2 for part in state)


@pytest.mark.parametrize("name", FAMILIES.names())
def test_a_family_refuses_forms_it_does_not_know(name):
    class Strange(Form):
        pass

    assert not FAMILIES.get(name).accepts(Strange())
