"""One answer to a gate in words, as raw codes of either wave."""

from __future__ import annotations

from kinpanel.codebook.universes.axis import Axis
from kinpanel.codebook.universes.point import OTHER, Raw
from kinpanel.labels import code_text


def point_text(axis: Axis, place: int, waves: tuple[str, str]) -> str:
    """`c_age = 8`, `still = 0 (in w5: 5)`, `away missing`; codes and constants of definitions."""
    one, two = axis.names
    first, second = axis.points[place]
    if not one or not two:
        return _said(one or two, first if one else second)
    if OTHER in (first, second) and first != second:
        only = (one, first, waves[0]) if second == OTHER else (two, second, waves[1])
        return f"{_said(only[0], only[1])} (in {only[2]} only)"
    text = _said(one, first)
    if one != two:
        return f"{text} (in {waves[1]}: {_said(two, second)})"
    return text if first == second else f"{text} (in {waves[1]}: {_raw(second)})"


def _said(name: str, raw: Raw) -> str:
    if raw is None:
        return f"{name} missing"
    return f"{name} another text" if raw == OTHER else f"{name} = {_raw(raw)}"


def _raw(raw: Raw) -> str:
    return "nothing" if raw == "" else str(code_text(raw))
