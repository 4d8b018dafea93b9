"""The items of a score against the instrument: how many, which, and with which codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kinpanel.codebook.model import TableCodebook, Variable
from kinpanel.codebook.score import ScaleScore
from kinpanel.documents.tree import KeyPath
from kinpanel.errors import nearest
from kinpanel.instruments import Key

Problem = tuple[KeyPath, str, str, *tuple[str, ...]]
"""Where below the variable, what is wrong, what to do, and names as examples."""

ITEMS: KeyPath = ("score", "items")

_WHOLE = re.compile(r"-?[0-9]{1,9}")


def check_items(score: ScaleScore, table: TableCodebook) -> Iterator[Problem]:
    """What is wrong with the items of a score whose names are those of the registry."""
    key = score.key
    if isinstance(score.items, dict):
        yield from _numbers(score, key)
    elif not score.listed:
        size = len(key.columns)
        how = f"{size} in the order of the form" + (f" {key.form}" if key.form else "")
        if key.dropped:
            how += f", or {size - len(key.dropped)} without those that the variant drops"
        message = f"{len(score.items)} items, but {score.instrument} has {size}"
        yield ITEMS, message, f"list {how}, or name them by number: {{1: ..., 2: ...}}"
    inputs = score.inputs
    for repeated in sorted({name for name in inputs if inputs.count(name) > 1}):
        yield ITEMS, f"item {repeated!r} stands twice", "every item is a variable of its own"
    wrong: dict[tuple[str, str], list[str]] = {}
    for name in dict.fromkeys(inputs):
        for problem in _variable(name, key, table):
            wrong.setdefault(problem, []).append(name)
    for (message, advice), names in wrong.items():
        yield (ITEMS, message, advice, *(names if len(names) > 1 else ()))


def _numbers(score: ScaleScore, key: Key) -> Iterator[Problem]:
    scale = score.scale_key
    needed = key.needed(scale)
    listed = ", ".join(map(str, sorted(needed)))
    for number in score.items if isinstance(score.items, dict) else ():
        if number not in key.columns:
            message = f"{score.instrument} has no item {number}"
            yield (*ITEMS, str(number)), message, f"items 1 to {len(key.columns)}"
        elif number not in needed:
            message = f"item {number} is not in scale {scale.id} of {score.instrument}"
            yield (*ITEMS, str(number)), message, f"its items: {listed}"
    lacking = [str(number) for number in sorted(needed) if number not in score.items]
    if lacking:
        message = f"scale {scale.id} of {score.instrument} needs more items"
        yield (ITEMS, message, f"its items: {listed}", *lacking)


def _variable(name: str, key: Key, table: TableCodebook) -> Iterator[tuple[str, str]]:
    """What is wrong with one item, in words that hold for every item with the same fault."""
    variable = table.variable(name)
    low, high = key.codes.min, key.codes.max
    if variable is None:
        yield f"item {name!r} is not a variable", nearest(name, [v.name for v in table.variables])
    elif variable.score is not None:
        yield "items are themselves scores", "name the variables of the answers"
    elif variable.type not in ("integer", "boolean", "nominal", "ordinal"):
        yield f"items of type {variable.type} have no whole codes", "type: integer"
    else:
        codes = _codes(variable)
        if codes is None:
            yield "items do not declare their codes", f"range: [{low}, {high}]"
        elif codes and codes != [str(code) for code in range(low, high + 1)]:
            yield _strange(codes, key)


def _codes(variable: Variable) -> list[str] | None:
    """The codes that a variable declares, in ascending order where they are whole numbers."""
    if variable.type == "boolean":
        return ["0", "1"]
    if variable.type == "integer":
        if variable.range is None or not all(float(end).is_integer() for end in variable.range):
            return None
        low, high = map(int, variable.range)
        return [str(code) for code in range(low, min(high, low + 1000) + 1)]
    return sorted(variable.level_codes, key=lambda code: (len(code), code))


def _strange(codes: list[str], key: Key) -> tuple[str, str]:
    """What to say of codes that are not the instrument's: the shift where it is one."""
    low, high = key.codes.min, key.codes.max
    own = f"{key.instrument.id} has {low} to {high}"
    advice = f"map them to {low} to {high} in codes.csv"
    first = int(codes[0]) if _WHOLE.fullmatch(codes[0]) else low
    if first != low and codes == [str(first + step) for step in range(high - low + 1)]:
        message = f"items are shifted by {first - low:+d}: {codes[0]} to {codes[-1]}, {own}"
        return message, f"{advice}, and declare those codes"
    return f"items have codes {codes[0]} to {codes[-1]}, {own}", advice
