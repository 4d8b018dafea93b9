"""Traps of the sections on school and tests."""

from __future__ import annotations

from kinpanel.simulate.parameters import WAVES
from kinpanel.simulate.traps.trap import EVERY, Cells, Trap

_ALL = tuple(WAVES)

TRAPS = (
    Trap(
        10,
        "direction",
        "how often television is limited runs from never to very often in w3 and w4, the other "
        "way round elsewhere",
        (Cells("school", "tv_limits", _ALL),),
        "resolved",
    ),
    Trap(
        11,
        "meaning",
        "the stages of schooling begin with kindergarten in w1, with the nursery from w2",
        (Cells("school", "stage", _ALL),),
        "resolved",
    ),
    Trap(
        12,
        "split",
        "absence and truancy have four answers, leave of absence among them, and in w3 a yes or no",
        (Cells("school", "truancy_kind", _ALL), Cells("school", "truancy", _ALL)),
        "lost",
        loss="in w3 leave of absence, and how often a pupil was truant; `truancy` is held in all "
        "waves",
    ),
    Trap(
        16,
        "unit",
        "hours of internet a week are minutes a day in w4, asked only of those who use it",
        (Cells("school", "internet_hours", _ALL, within=1e-6),),
        "resolved",
    ),
    Trap(
        17,
        "scale",
        "words and maths are tested in w1, w3 and w5, recall and number series in w2 and w4",
        tuple(
            Cells("cognition", name, _ALL)
            for name in ("word_score", "maths_score", "recall_score", "series_score", "test_type")
        ),
        "lost",
        loss="one score for all waves: `test_type` says which pair was taken, and scores compare "
        "within a pair, or as ranks within a wave",
    ),
    Trap(
        29,
        "routing",
        "a quarter of the villages was interviewed by phone in w4: nobody was tested there",
        (
            *(
                Cells("cognition", name, ("w4",))
                for name in ("interview_mode", "test_type", "recall_score", "series_score")
            ),
            *(Cells("health", name, ("w4",)) for name in ("height_cm", "weight_kg", "lying")),
        ),
        "resolved",
    ),
    Trap(
        39,
        "scale",
        "bullying has five answers about twelve months, and in w3 four about this term",
        (
            Cells("school", "bullied_frequency", _ALL),
            Cells("school", "bullied", _ALL),
        ),
        "lost",
        loss="in w3 how often within twelve months; `bullied` says whether at all, in w3 within "
        "this term only",
    ),
    Trap(
        48,
        "category",
        "the place of the school may be the county town from w2; w1 had only elsewhere",
        (Cells("school", "school_place", _ALL), Cells("school", "school_place_coarse", _ALL)),
        "lost",
        loss="in w1 the county town, which stood with all that is farther; `school_place_coarse` "
        "keeps them together",
    ),
    Trap(
        49,
        "format",
        "value labels are in Chinese only in w5, and worded otherwise: the codes count",
        tuple(Cells(table, EVERY, ("w5",), within=1e-6) for table in ("school", "cognition")),
        "resolved",
    ),
)
