"""Rules on deaths: the dead who answer, and deaths that are told in different ways."""

from __future__ import annotations

from kinpanel.derived.audit.majority import disagreeing
from kinpanel.derived.audit.material import Material, People
from kinpanel.derived.audit.rule import AuditRule, Found, at_rows


def _name(people: People) -> str:
    return people.names.get("died") or people.names["death_month"]


def _alive_again(people: People, _: Material) -> Found:
    """Rows said to be alive, or without a death, after a wave that reported a death."""
    rows = people.once
    known = rows[rows["dead"].notna()]
    before = known.groupby("id")["dead"].cummax()
    again = (known["dead"] == 0) & (before == 1)
    return at_rows(len(known), known.loc[again, "row"], _name(people))


def _two_deaths(people: People, _: Material) -> Found:
    return disagreeing(people.frame, "id", "death", people.names["death_month"])


def _out_of_life(people: People, _: Material) -> Found:
    """Deaths before the birth, or after the interview that reports them."""
    known = people.frame[people.frame["death"].notna()]
    early = known["death"] < known["birth"] - people.slack
    late = known["death"] > known["at"]
    return at_rows(len(known), known.loc[early | late, "row"], people.names["death_month"])


def _interviewed(people: People, material: Material) -> Found:
    """Interviews in a month after the first death that the roster reports of the person."""
    roster = material.roster or people
    first = roster.frame.groupby("id")["death"].min()
    known = people.frame[(people.frame["id"] >= 0) & people.frame["at"].notna()]
    death = known["id"].map(first)
    return at_rows(len(known), known.loc[known["at"] > death, "row"], people.names["interviewed"])


RULES = (
    AuditRule(
        "L33",
        "alive-again",
        "error",
        "A person is alive after a wave that reported the death.",
        "people",
        ("death",),
        _alive_again,
    ),
    AuditRule(
        "L34",
        "death-differs",
        "warning",
        "A death is reported twice, with different months.",
        "people",
        ("death_month",),
        _two_deaths,
    ),
    AuditRule(
        "L35",
        "death-out-of-life",
        "error",
        "A month of death lies before the birth or after the interview.",
        "people",
        ("death_month",),
        _out_of_life,
    ),
    AuditRule(
        "L36",
        "interview-after-death",
        "error",
        "A person is interviewed after the month of death.",
        "people",
        ("interviewed", "person.death_month"),
        _interviewed,
    ),
)
