"""Ideation, what children say of their parents, bullying."""

from __future__ import annotations

import numpy as np
from tests.simulate.averages import within_errors


def asked(truth):
    return truth.child_waves.query("age >= 10 and in_origin")


def test_ideation_follows_depression(panels):
    def slope(truth):
        rows = asked(truth)
        x, y = rows["dep"].to_numpy(), rows["ideation"].to_numpy()
        beta = np.zeros(2)
        design = np.column_stack([np.ones(len(x)), x])
        for _ in range(20):
            p = 1 / (1 + np.exp(-design @ beta))
            hessian = design.T @ (design * (p * (1 - p))[:, None])
            beta = beta + np.linalg.solve(hessian, design.T @ (y - p))
        return beta

    assert within_errors(panels, lambda t: slope(t)[0], -3.42)
    assert within_errors(panels, lambda t: slope(t)[1], 1.58)


def test_nobody_below_ten_is_asked(baseline):
    rows = baseline.child_waves
    for name in ("ideation", "says_dead_father", "says_dead_mother"):
        assert (rows[name].isna() == (rows["age"] < 10)).all()
    assert (rows["bullied"].isna() == (rows["age"] < 6)).all()


def test_children_call_absent_parents_dead(panels):
    for state, target in (("FM", 0.09), ("F", 0.04), ("B", 0.005)):

        def measure(truth, state=state):
            rows = asked(truth)
            rows = rows[(rows["state"] == state) & ~rows["father_dead"] & ~rows["mother_dead"]]
            return ((rows["says_dead_father"] == 1) | (rows["says_dead_mother"] == 1)).mean()

        assert within_errors(panels, measure, target)


def test_of_the_dead_all_say_so(baseline):
    rows = asked(baseline)
    for parent in ("father", "mother"):
        assert (rows.loc[rows[f"{parent}_dead"], f"says_dead_{parent}"] == 1).all()


def test_boarders_children_of_absent_parents_and_returned_children_are_bullied_more(panels):
    def odds(truth, name, values):
        rows = truth.child_waves.query("age >= 6 and in_origin")
        found = [rows.loc[rows[name] == value, "bullied"].mean() for value in values]
        return np.subtract(*[np.log(p / (1 - p)) for p in found])

    assert within_errors(panels, lambda t: odds(t, "boarding", (True, False)), 0.45, 0.03)
    assert within_errors(panels, lambda t: odds(t, "state", ("FM", "B")), 0.35, 0.03)
    assert within_errors(panels, lambda t: odds(t, "returned", (True, False)), 0.30, 0.03)
