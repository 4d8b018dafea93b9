from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinpanel.codebook.ids import id_spaces
from kinpanel.codebook.ledger import Link
from kinpanel.codebook.model import TableCodebook, Variable
from kinpanel.ingest.origins import apply_origins
from kinpanel.tables.frame import reasons_column, typed, why

REASONS = ["not_asked", "refused"]


def variable(name, concept):
    return Variable(name=name, type="text", concept=concept, label={"en": name})


HOME = TableCodebook(
    table="home",
    label={"en": "h"},
    unit="h",
    key=("hhid",),
    variables=(variable("hhid", "household_id"), variable("hh_origin", "household_origin")),
)
BARE = HOME.model_copy(update={"table": "bare", "variables": HOME.variables[:1]})
TABLES = {"home": HOME, "bare": BARE}
SPACES = id_spaces(TABLES.values())


def frames(origins):
    held, from_ = (
        typed(one, np.array([*cells, None], dtype=object)[:-1])
        for one, cells in zip(HOME.variables, (["1", "2", "3"], origins), strict=True)
    )
    beside = reasons_column(
        np.array(["" if one else "not_asked" for one in origins], dtype=object),
        "hh_origin",
        REASONS,
    )
    home = pd.concat([held, from_] if beside is None else [held, from_, beside], axis=1)
    return {"home": home, "bare": held.to_frame()}


def link(uid, origin, space="household"):
    about = ("moved out", "Li Na", "2024-05-02", "codebooks/links/w2.csv", 2, origin)
    return Link("w2", "home", space, uid, uid, *about)


def test_split_off_households_get_their_origin_and_others_keep_their_reason():
    tables = frames([None, None, None])
    done, findings = apply_origins(tables, TABLES, SPACES, [link("3", "1")], REASONS)
    assert findings == []
    assert done["home"]["hh_origin"].isna().tolist() == [True, True, False]
    assert done["home"]["hh_origin"].iloc[2] == "1"
    assert done["home"][why("hh_origin")].isna().tolist() == [False, False, True]
    assert done["bare"] is tables["bare"]
    assert tables["home"]["hh_origin"].isna().all()


@pytest.mark.parametrize("links", [[], [link("3", "")], [link("3", "1", space="person")]])
def test_links_without_an_origin_change_nothing(links):
    tables = frames([None, None, None])
    done, findings = apply_origins(tables, TABLES, SPACES, links, REASONS)
    assert findings == []
    assert done["home"] is tables["home"]


def test_what_the_delivery_says_is_not_overwritten():
    tables = frames([None, None, "2"])
    done, (finding,) = apply_origins(tables, TABLES, SPACES, [link("3", "1")], REASONS)
    assert finding.message == "the delivery gives home another origin"
    assert done["home"] is tables["home"]
    _, findings = apply_origins(tables, TABLES, SPACES, [link("3", "2")], REASONS)
    assert findings == []
