"""Traps of the household, village and tracking files."""

from __future__ import annotations

from kinpanel.simulate.parameters import WAVES
from kinpanel.simulate.traps.trap import EVERY, Cells, Trap

_ALL = tuple(WAVES)
_PARENTS = ("father", "mother")

TRAPS = (
    Trap(
        2,
        "rename",
        "the household id has another name every wave: fid, fid16, fid18, ...",
        tuple(Cells("household", name, _ALL) for name in ("hhid", "village", "respondent_pid")),
        "resolved",
    ),
    Trap(
        23,
        "unit",
        "land is asked in mu in w1, in square metres from w2",
        (Cells("household", "land", _ALL),),
        "resolved",
    ),
    Trap(
        24,
        "unit",
        "in w4 remittances are told per month or per year, in yuan or in 10,000 yuan",
        tuple(
            Cells("household", f"{kind}_{who}", ("w4", "w5"))
            for kind in ("remit", "remit_all")
            for who in _PARENTS
        ),
        "resolved",
    ),
    Trap(
        33,
        "recode",
        "county codes are drawn anew, and a freed code is given to another county",
        (Cells("village", "county", _ALL),),
        "resolved",
    ),
    Trap(
        34,
        "format",
        "w1 in GBK in an old format of Stata, w3 in UTF-8, w4 as .sav with very long texts",
        (
            Cells("household", EVERY, ("w1",)),
            Cells("household", "shock_other", _ALL[1:]),
            Cells("village", EVERY, _ALL),
        ),
        "resolved",
    ),
    Trap(
        37,
        "missing",
        "99 is missing in some columns of w2, and an age of houses in another",
        (Cells("household", "remit_months", _ALL), Cells("household", "house_age", _ALL)),
        "resolved",
    ),
    Trap(
        43,
        "meaning",
        "income is gross until w2 and net from w3, under the same name",
        (Cells("household", "income", _ALL), Cells("household", "income_net", _ALL)),
        "lost",
        "net income before w3: costs were not asked",
    ),
    Trap(
        44,
        "rename",
        "weights are renamed every wave",
        (
            *(Cells("household", name, _ALL) for name in ("w_base", "w_cs")),
            Cells("household", "w_long", _ALL[1:]),
        ),
        "resolved",
    ),
    Trap(
        60,
        "meaning",
        "remittances include the value of goods from w3, under the same name",
        tuple(
            Cells("household", f"{kind}_{who}", _ALL)
            for kind in ("remit", "remit_all")
            for who in _PARENTS
        ),
        "lost",
        "money alone in w3, and money with goods in w1 and w2",
    ),
)
