"""Traps of the file in which the caregiver speaks of the child."""

from __future__ import annotations

from kinpanel.simulate.parameters import WAVES
from kinpanel.simulate.traps.trap import Cells, Trap

_ALL = tuple(WAVES)
_LATER = _ALL[1:]
_CARE = ("care_sought", "first_provider", "reason_no_care", "reimbursed")


def _contact(end: str, waves: tuple[str, ...], within: float = 0.0) -> tuple[Cells, ...]:
    """Cells on the contact with either parent."""
    return tuple(Cells("contact", f"{one}_{end}", waves, within) for one in ("father", "mother"))


TRAPS = (
    Trap(
        9,
        "scale",
        "health is rated from healthy to very unhealthy in w1, from excellent to poor later",
        (
            Cells("health", "rated_health", _ALL),
            Cells("health", "rated_healthy", _ALL),
            Cells("health", "poor_health", _ALL),
        ),
        "lost",
        "ratings of w1 stay apart; only whether health is poor is held in all waves",
    ),
    Trap(
        18,
        "category",
        "ways of contact are letter, landline, mobile phone and text message in w2",
        _contact("channel", ("w1", "w2")),
        "resolved",
    ),
    Trap(
        19,
        "category",
        "WeChat video is asked about, and a way of contact, from w3 on only",
        (
            *_contact("channel", _ALL),
            *_contact("video", _ALL),
            *_contact("by_video", _ALL),
        ),
        "lost",
        "video contact before w3 was not asked about, which is not none",
    ),
    Trap(
        20,
        "scale",
        "visits are a number in w1 and w4, bands in w3, a list of months in w5",
        (
            *_contact("visits", ("w1", "w3", "w4", "w5")),
            *_contact("visits_band", ("w1", "w3", "w4", "w5")),
        ),
        "lost",
        "numbers above one in w3; none, one, two or more are held in all these waves",
    ),
    Trap(
        21,
        "period",
        "visits since the Lunar New Year in w2, in the last twelve months elsewhere",
        (
            *_contact("visits", ("w2",)),
            *_contact("visits_band", ("w2",)),
            *_contact("visits_feast", _ALL),
        ),
        "lost",
        "visits in twelve months of w2: the festival of 8 February 2016 opens a shorter period",
    ),
    Trap(
        22,
        "unit",
        "metres and jin in w1, centimetres and kilograms later; some wrote kilograms for jin",
        (Cells("health", "height_cm", _ALL[:4]), Cells("health", "weight_kg", _ALL)),
        "flagged",
        rules=("L77",),
    ),
    Trap(
        30,
        "split",
        "grandparents, other kin and strangers are told apart from w2 on",
        (Cells("care", "caregiver", _ALL), Cells("care", "caregiver_detail", _ALL)),
        "lost",
        "in w1 whose parents the grandparents are",
    ),
    Trap(
        31,
        "format",
        "w4 takes two caregivers in the order of mention",
        (
            Cells("care", "caregiver", ("w4",)),
            Cells("care", "caregiver_detail", ("w4",)),
            Cells("care", "caregiver2", _ALL),
        ),
        "resolved",
    ),
    Trap(
        38,
        "routing",
        "visits are blank in w3 where no parent is away, which is not none",
        _contact("visits_band", ("w3",)),
        "resolved",
    ),
    Trap(
        40,
        "scale",
        "closeness has five answers until w4 and goes from 0 to 10 in w5",
        (*_contact("close5", _ALL), *_contact("close", _ALL)),
        "lost",
        "the five answers in w5; stretched over 0 to 10 they are only approximate",
    ),
    Trap(
        42,
        "split",
        "ill in the last month in w1; in the last two weeks, and chronically, later",
        tuple(Cells("health", name, _ALL) for name in (*("ill", "ill_month", "chronic"), *_CARE)),
        "lost",
        "illness in w1 cannot be put beside that of later waves",
    ),
    Trap(
        51,
        "period",
        "in w4 the Lunar New Year is asked about half a year later and from memory",
        (*_contact("new_year", _ALL), *_contact("new_year_told", _ALL)),
        "lost",
        "New Years of w4: what is remembered stands apart",
    ),
    Trap(
        54,
        "routing",
        "one question of w2 mixes whether the caregiver answered for an absent child and why",
        (Cells("care", "proxied", _LATER), Cells("care", "proxied_why", _LATER)),
        "resolved",
    ),
    Trap(
        59,
        "unit",
        "shoes were kept on in four villages of w5",
        (Cells("health", "shoes_on", _ALL), Cells("health", "height_cm", ("w5",), within=2.6)),
        "lost",
        "about 2.5 cm in the villages that shoes_on names",
    ),
)
