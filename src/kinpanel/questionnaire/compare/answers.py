"""Two sets of answers: codes added, removed or relabelled, and scales turned round or moved.

Answers are the same when they say the same, whatever their code; an answer that says something
new under a code that the other set has, too, is relabelled.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kinpanel.questionnaire.compare.difference import Difference, What, along
from kinpanel.questionnaire.model import Choice
from kinpanel.questionnaire.wording import plain

Match = tuple[Choice, Choice]


@dataclass(frozen=True)
class _Matched:
    by_label: list[Match]
    by_code: list[Match]
    gone: list[Choice]
    new: list[Choice]


def compare_answers(before: Sequence[Choice], after: Sequence[Choice]) -> list[Difference]:
    """Differences between two response sets; none when they hold the same, under any name.

    A scale whose codes all moved is named `shifted`, `reversed` or `recoded`; the order in which
    answers stand counts only where their codes stayed.
    """
    matched = _match(before, after)
    found = _scale(matched.by_label)
    for one, two in (*matched.by_label, *matched.by_code):
        found += _relabelled(one, two)
    found += [Difference("codes", "removed", before=_said(c), code=c.code) for c in matched.gone]
    found += [Difference("codes", "added", after=_said(c), code=c.code) for c in matched.new]
    if not _scale(matched.by_label):
        found += _order([*matched.by_label, *matched.by_code], before, after)
    return sorted(found, key=lambda d: (d.kind, d.what != "reversed", d.code, d.language))


def same_answers(before: Sequence[Choice], after: Sequence[Choice]) -> dict[str, str]:
    """The codes of the second set that say the same as those of the first, by those of the first.

    Codes of the same wording; empty when no language words every answer of both sets differently.
    """
    if tuple(before) == tuple(after):
        return {choice.code: choice.code for choice in before}
    return {one.code: two.code for one, two in _match(before, after).by_label}


def _match(before: Sequence[Choice], after: Sequence[Choice]) -> _Matched:
    language = _key_language(before, after)
    texts = {plain(c.label[language]): c for c in after} if language else {}
    same = {plain(c.label[language]): c for c in before} if language else {}
    by_label = [(same[said], texts[said]) for said in sorted(same.keys() & texts.keys())]
    old = {one.code for one, _ in by_label}
    taken = {two.code for _, two in by_label}
    codes = {c.code: c for c in after if c.code not in taken}
    by_code = [(c, codes[c.code]) for c in before if c.code not in old and c.code in codes]
    old |= {one.code for one, _ in by_code}
    taken |= {two.code for _, two in by_code}
    return _Matched(
        by_label,
        by_code,
        [c for c in before if c.code not in old],
        [c for c in after if c.code not in taken],
    )


def _key_language(before: Sequence[Choice], after: Sequence[Choice]) -> str:
    """A language in which every answer of both sets has a text of its own; "" when none does."""
    languages = sorted({tag for choice in (*before, *after) for tag in choice.label})
    for language in languages:
        for choices in (before, after):
            texts = {plain(c.label.get(language, "")) for c in choices}
            if "" in texts or len(texts) < len(choices):
                break
        else:
            return language
    return ""


def _scale(matches: Sequence[Match]) -> list[Difference]:
    """The name of what happened to the codes of answers that say the same."""
    if all(one.code == two.code for one, two in matches):
        return []
    old, new = ([match[side].code for match in matches] for side in (0, 1))
    before, after = _span(old), _span(new)
    a, b = _numbers(old), _numbers(new)
    if a is not None and b is not None:
        moved = min(b) - min(a)
        if all(math.isclose(y - x, moved) for x, y in zip(a, b, strict=True)):
            return [Difference("codes", "shifted", before, after, by=moved)]
        turned = min(a) + max(b)
        if all(math.isclose(x + y, turned) for x, y in zip(a, b, strict=True)):
            return [Difference("codes", "reversed", before, after, by=moved)]
    pairs = [(one.code, two.code) for one, two in matches if one.code != two.code]
    before, after = (", ".join(pair[side] for pair in pairs) for side in (0, 1))
    return [Difference("codes", "recoded", before, after)]


def _numbers(codes: Sequence[str]) -> list[float] | None:
    try:
        numbers = [float(code) for code in codes]
    except ValueError:
        return None
    return numbers if all(math.isfinite(number) for number in numbers) else None


def _span(codes: Sequence[str]) -> str:
    """Codes in short: `1-4` for a run of whole numbers, else one by one."""
    numbers = _numbers(codes)
    if numbers is None:
        return ", ".join(sorted(codes))
    ordered = sorted(numbers)
    low, high = ordered[0], ordered[-1]
    if len(ordered) > 1 and low >= 0 and ordered == [low + i for i in range(len(ordered))]:
        return f"{low:g}-{high:g}"
    return ", ".join(f"{number:g}" for number in ordered)


def _relabelled(one: Choice, two: Choice) -> list[Difference]:
    texts = [{tag: plain(text) for tag, text in c.label.items()} for c in (one, two)]
    code = min(one.code, two.code)
    changed = along("codes", texts[0], texts[1], by="language")
    return [replace(d, what="relabelled", code=code) for d in changed]


def _order(
    matches: Sequence[Match], before: Sequence[Choice], after: Sequence[Choice]
) -> list[Difference]:
    """The order in which the answers that both sets have were read out."""
    kept = {one.code for one, two in matches if one.code == two.code}
    old = [c.code for c in before if c.code in kept]
    new = [c.code for c in after if c.code in kept]
    if old == new:
        return []
    what: What = "reversed" if old == new[::-1] else "changed"
    return [Difference("order", what, ", ".join(old), ", ".join(new))]


def _said(choice: Choice) -> str:
    return "; ".join(plain(text) for _, text in sorted(choice.label.items()))
