"""What every instrument of the registry must fulfil, and what the literature says of some."""

from __future__ import annotations

import pytest

from kinpanel.documents import read_tree
from kinpanel.errors import UsageError
from kinpanel.instruments import instrument, instruments, scoring_key
from kinpanel.instruments import load as registry
from kinpanel.instruments.wording import MAX_LABEL, POLICY

ALL = pytest.mark.parametrize("one", instruments(), ids=lambda one: one.id)


def keys(one):
    """The keys of every form."""
    return [scoring_key(one, form=form.id) for form in one.forms] or [scoring_key(one)]


def test_the_registry_holds_the_instruments_of_the_field():
    assert {one.id for one in instruments()} == {
        "cdi27", "cesd10", "cesd20", "cesd8", "cesdc", "cls24", "eq5dy3l", "gad7", "k6",
        "kidscreen10", "life_satisfaction", "mht100", "phq9", "piers_harris", "piers_harris2",
        "rcads25", "rcads47", "rses", "scared41", "sdq", "sdq_impact", "sdq_impact_teacher",
        "smfq", "srq20", "ucla20", "ucla3", "who5",
    }  # fmt: skip


def test_an_unknown_name_gets_the_nearest():
    with pytest.raises(UsageError, match="did you mean 'cesd8'"):
        instrument("cesd_8")


def test_the_registry_is_read_once():
    assert instrument("k6") is instrument("k6")


def test_file_names_are_ids():
    folder = registry.files("kinpanel.instruments").joinpath("data")
    named = {item.name.removesuffix(".yaml") for item in folder.iterdir()}
    assert named == {one.id for one in instruments()}


@ALL
def test_no_wording_beyond_the_licence(one):
    """Read from the file itself, so that the model cannot hide a key."""
    with registry.as_file(
        registry.files("kinpanel.instruments").joinpath("data", f"{one.id}.yaml")
    ) as path:
        tree = read_tree(path, one.id).value
    policy = tree["licence"]["text_policy"]
    assert POLICY[tree["licence"]["tier"]] == policy
    texts = [item for item in tree.get("items", []) if item.get("text")]
    labels = [text for item in tree.get("items", []) for text in item.get("label", {}).values()]
    codes = [tree["codes"], *(form.get("codes", {}) for form in tree.get("forms", []))]
    meanings = [one for one in codes if one.get("meaning")]
    if policy == "forbid":
        assert not tree.get("items")
        assert not meanings
    if policy != "ship" or one.doubtful("licence"):
        assert not texts
    assert all(len(label) <= MAX_LABEL for label in labels)


@ALL
def test_ranges_and_cutoffs(one):
    for key in keys(one):
        for cutoff in key.cutoffs:
            scale = key.scale(cutoff.scale)
            edges = [edge for band in cutoff.bands for edge in (band.low, band.high)]
            assert edges == sorted(edges)
            assert scale.low <= edges[0]
            assert edges[-1] <= scale.high
    key = keys(one)[0]
    for scale in one.scales:
        assert (key.scale(scale.id).low, key.scale(scale.id).high) == scale.range


@ALL
def test_every_citation_and_name_says_something(one):
    assert one.name["en"]
    assert all(len(source) > 20 for source in one.source)
    assert one.verified is not bool(one.to_verify)


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("cesd20", "missing"), ("cesd20", "cutoffs.adolescent_20"),
        ("cesd20", "cutoffs.adolescent_24"), ("cesd20", "cutoffs.adolescent_28"),
        ("cesd10", "missing"), ("cesd8", "variants.prorate"), ("cesdc", "missing"),
        ("k6", "licence"), ("k6", "notes"), ("sdq", "cutoffs.four_band_parent_total"),
        ("sdq", "cutoffs.four_band_self_total"), ("rses", "missing"), ("smfq", "missing"),
        ("scared41", "missing"), ("scared41", "licence"), ("mht100", "scales"),
        ("mht100", "scales.lie"), ("mht100", "cutoffs.total_65"), ("cls24", "reversed"),
        ("cls24", "scales.total"), ("cdi27", "reversed"), ("ucla20", "licence"),
        ("rcads47", "licence"), ("kidscreen10", "licence"), ("kidscreen10", "missing"),
        ("who5", "licence"), ("srq20", "licence"),
    ],
)  # fmt: skip
def test_unverified_facts_are_flagged(name, fact):
    assert instrument(name).doubtful(fact)
    assert not instrument(name).verified


def test_verified_facts_are_not_flagged():
    assert not instrument("sdq").doubtful("scales.emotional")
    assert not instrument("cesd20").doubtful("cutoffs.adult_16")
    assert not instrument("cesd20").doubtful("cutoffs.adolescent_200")
    assert not instrument("rses").doubtful("reversed")


def test_sdq_items():
    sdq = instrument("sdq")
    assert sdq.reversed == (7, 11, 14, 21, 25)
    assert {scale.id: scale.items for scale in sdq.scales if scale.items} == {
        "emotional": (3, 8, 13, 16, 24),
        "conduct": (5, 7, 12, 18, 22),
        "hyperactivity": (2, 10, 15, 21, 25),
        "peer": (6, 11, 14, 19, 23),
        "prosocial": (1, 4, 9, 17, 20),
    }
    assert sdq.main.sum_of == ("emotional", "conduct", "hyperactivity", "peer")
    assert scoring_key(sdq).scale("prosocial").direction == "better"


@pytest.mark.parametrize(
    ("form", "ends"),
    [
        # the last normal and the last borderline score
        ("parent", {"total": (13, 16), "emotional": (3, 4), "conduct": (2, 3),
                    "hyperactivity": (5, 6), "peer": (2, 3)}),
        ("self", {"total": (15, 19), "emotional": (5, 6), "conduct": (3, 4),
                  "hyperactivity": (5, 6), "peer": (3, 5)}),
        ("teacher", {"total": (11, 15), "emotional": (4, 5), "conduct": (2, 3),
                     "hyperactivity": (5, 6), "peer": (3, 4)}),
    ],
)  # fmt: skip
def test_sdq_bands(form, ends):
    cutoffs = scoring_key(instrument("sdq"), form=form).cutoffs
    three = {one.scale: one.bands for one in cutoffs if one.id.startswith("three_band")}
    prosocial = three.pop("prosocial")
    assert {name: (bands[0].high, bands[1].high) for name, bands in three.items()} == ends
    assert [band.name for band in three["total"]] == ["normal", "borderline", "abnormal"]
    assert [(b.name, b.low, b.high) for b in prosocial] == [
        ("abnormal", 0, 4), ("borderline", 5, 5), ("normal", 6, 10),
    ]  # fmt: skip


def test_ces_d_family():
    assert instrument("cesd20").reversed == (4, 8, 12, 16)
    assert instrument("cesd10").reversed == (5, 8)
    assert instrument("cesd8").reversed == (4, 6)
    assert instrument("cesd8").item(6).text["en"] == "I enjoyed life."
    assert instrument("cesd10").item(5).text["en"] == "I felt hopeful about the future."
    yes_no = scoring_key(instrument("cesd8"), form="yes_no")
    assert (yes_no.scale().low, yes_no.scale().high) == (0, 8)
    assert [one.id for one in yes_no.cutoffs] == ["yes_no_3", "yes_no_4"]
    assert scoring_key(instrument("cesd8")).cutoffs == ()


def test_k6_and_scared_and_who5():
    (distress,) = instrument("k6").cutoffs
    assert [band.low for band in distress.bands] == [0, 5, 13]
    scared = {one.scale: one.bands[1].low for one in instrument("scared41").cutoffs}
    assert scared == {
        "total": 25, "panic": 7, "generalised": 9, "separation": 5, "social": 8, "school": 3,
    }  # fmt: skip
    who5 = instrument("who5")
    assert (who5.main.times, who5.main.range) == (4, (0, 100))
    assert [band.high for band in who5.cutoffs[0].bands] == [28, 50, 100]


@pytest.mark.parametrize("name", ["scared41", "sdq", "mht100"])
def test_subscales_partition_the_items(name):
    one = instrument(name)
    items = [number for scale in one.scales for number in scale.items]
    assert sorted(items) == list(range(1, one.size + 1))


def test_rses_orders():
    """Positions reversed as printed: 2, 5, 6, 8, 9 in one order, 3, 5, 8, 9, 10 in the other."""
    rses = instrument("rses")
    for form, printed in [("order_a", [2, 5, 6, 8, 9]), ("order_b", [3, 5, 8, 9, 10])]:
        key = scoring_key(rses, form=form)
        back = [place for place, item in enumerate(key.columns, 1) if item in key.reversed]
        assert back == printed
    first_b = scoring_key(rses, form="order_b").columns[0]
    assert rses.item(first_b).text["en"].startswith("I feel that I'm a person of worth")
    with pytest.raises(UsageError, match="order_a, order_b"):
        scoring_key(rses)


def test_rses_item_8():
    rses = instrument("rses")
    forward = scoring_key(rses, form="order_a", variant="item8_forward")
    assert forward.reversed == {2, 5, 6, 9}
    drop = scoring_key(rses, form="order_a", variant="item8_drop")
    assert 8 not in drop.scale().items
    assert drop.scale().high == 27
    assert drop.cutoffs == forward.cutoffs == ()
    assert scoring_key(rses, form="order_a", variant="item8_reverse").cutoffs


def test_safety_items():
    assert instrument("phq9").safety == (9,)
    assert instrument("cdi27").safety == (9,)


def test_unknown_form_variant_and_scale():
    with pytest.raises(UsageError, match="did you mean 'yes_no'"):
        scoring_key(instrument("cesd8"), form="yesno")
    with pytest.raises(UsageError, match="did you mean 'item8_drop'"):
        scoring_key(instrument("rses"), form="order_a", variant="item8drop")
    with pytest.raises(UsageError, match="did you mean 'emotional'"):
        scoring_key(instrument("sdq")).scale("emotion")
    with pytest.raises(UsageError, match=r"k6 has no variant 'x'$"):
        scoring_key(instrument("k6"), variant="x")
