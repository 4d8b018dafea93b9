"""The key of an instrument: what turns the answers of one form into scores."""

from __future__ import annotations

from dataclasses import dataclass

from kinpanel.errors import UsageError, nearest
from kinpanel.instruments.model import Codes, CutOff, Direction, Form, Instrument, Scale, Variant


@dataclass(frozen=True)
class ScaleKey:
    """One score with form and variant applied.

    `items` are summed after reversing `reversed` (code x becomes low + high - x), prorated with
    up to `allowed` missing, rounded half up if `rounded`, times `times`; or `parts` are added.
    `low` and `high` are the theoretical range.
    """

    id: str
    items: tuple[int, ...]
    reversed: frozenset[int]
    parts: tuple[str, ...]
    allowed: int
    rounded: bool
    times: int
    direction: Direction
    low: int
    high: int


@dataclass(frozen=True)
class Key:
    """How to score an instrument: column j of the answers is item `columns[j]`."""

    instrument: Instrument
    form: str | None
    variant: str | None
    columns: tuple[int, ...]
    codes: Codes
    reversed: frozenset[int]
    scales: tuple[ScaleKey, ...]

    def scale(self, name: str | None = None) -> ScaleKey:
        """The scale of that id, the main one when None; UsageError with the nearest name."""
        if name is None:
            return self.scales[0]
        for scale in self.scales:
            if scale.id == name:
                return scale
        known = [scale.id for scale in self.scales]
        raise UsageError(f"{self.instrument.id} has no scale {name!r}: {nearest(name, known)}")

    def name(self, number: int) -> str:
        """An item as people find it: its number, and where this form prints it when elsewhere."""
        place = self.columns.index(number) + 1
        return f"item {number}" if place == number else f"item {number} (printed as {place})"

    @property
    def dropped(self) -> frozenset[int]:
        """The items that the variant leaves out."""
        variant = _variant(self.instrument, self.variant)
        return frozenset(variant.drop if variant is not None else ())

    def needed(self, scale: ScaleKey) -> frozenset[int]:
        """The items whose answers a score rests on, those of the validity scale among them."""
        items = self._items(scale)
        validity = self.instrument.validity
        if validity is not None and scale.id != validity.scale:
            items |= self._items(self.scale(validity.scale))
        return items

    def _items(self, scale: ScaleKey) -> frozenset[int]:
        return frozenset(scale.items).union(*(self._items(self.scale(p)) for p in scale.parts))

    def whole(self, scale: ScaleKey) -> bool:
        """Whether a score is a whole number whoever answers, prorated or not."""
        if scale.parts:
            return all(self.whole(self.scale(part)) for part in scale.parts)
        return scale.rounded or not scale.allowed

    @property
    def cutoffs(self) -> tuple[CutOff, ...]:
        """The cut-offs that hold for this form; none under a variant that changes the items.

        `instrument.doubtful("cutoffs.<id>")` says whether one is unverified.
        """
        variant = _variant(self.instrument, self.variant)
        if variant is not None and (variant.drop or variant.forward):
            return ()
        return tuple(c for c in self.instrument.cutoffs if not c.forms or self.form in c.forms)


def scoring_key(
    instrument: Instrument, *, form: str | None = None, variant: str | None = None
) -> Key:
    """The key of a form under a variant, the defaults of the registry where None.

    Raises UsageError for an unknown form or variant, and where a form must be named.
    """
    fielded, way = _form(instrument, form), _variant(instrument, variant)
    codes = fielded.codes if fielded is not None and fielded.codes is not None else instrument.codes
    order = fielded.order if fielded is not None else ()
    back = frozenset(instrument.reversed) - frozenset(way.forward if way is not None else ())
    scales: dict[str, ScaleKey] = {}
    for scale in sorted(instrument.scales, key=lambda scale: bool(scale.sum_of)):
        scales[scale.id] = _scale_key(instrument, scale, codes, way, back, scales)
    return Key(
        instrument=instrument,
        form=fielded.id if fielded is not None else None,
        variant=variant,
        columns=order or tuple(range(1, instrument.size + 1)),
        codes=codes,
        reversed=back,
        scales=tuple(scales[scale.id] for scale in instrument.scales),
    )


def _scale_key(
    instrument: Instrument,
    scale: Scale,
    codes: Codes,
    way: Variant | None,
    back: frozenset[int],
    known: dict[str, ScaleKey],
) -> ScaleKey:
    parts = [known[part] for part in scale.sum_of]
    listed = scale.items or tuple(range(1, instrument.size + 1))
    dropped = way.drop if way is not None else ()
    items = () if parts else tuple(number for number in listed if number not in dropped)
    missing = scale.missing or instrument.missing
    if way is not None and way.missing is not None:
        missing = way.missing
    low = sum(part.low for part in parts) if parts else codes.min * len(items)
    high = sum(part.high for part in parts) if parts else codes.max * len(items)
    return ScaleKey(
        id=scale.id,
        items=items,
        reversed=back & frozenset(items),
        parts=scale.sum_of,
        allowed=missing.allowed(len(items)) if items else 0,
        rounded=missing.rounded,
        times=scale.times,
        direction=scale.direction or instrument.direction,
        low=low * scale.times,
        high=high * scale.times,
    )


def _form(instrument: Instrument, name: str | None) -> Form | None:
    known = [form.id for form in instrument.forms]
    if name is None:
        if instrument.ask_form:
            listed = ", ".join(known)
            raise UsageError(f"{instrument.id} was fielded in forms that score differently: "
                             f"name one of form = {listed}")  # fmt: skip
        return instrument.forms[0] if instrument.forms else None
    for form in instrument.forms:
        if form.id == name:
            return form
    raise UsageError(f"{instrument.id} has no form {name!r}: {nearest(name, known)}".rstrip(": "))


def _variant(instrument: Instrument, name: str | None) -> Variant | None:
    if name is None:
        return None
    for variant in instrument.variants:
        if variant.id == name:
            return variant
    known = [variant.id for variant in instrument.variants]
    advice = nearest(name, known)
    raise UsageError(f"{instrument.id} has no variant {name!r}: {advice}".rstrip(": "))
