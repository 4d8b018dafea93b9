"""The registry: every instrument shipped with the package, read when it is asked for, once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable

from kinpanel.documents import read_document
from kinpanel.documents.tree import Tree
from kinpanel.errors import DefinitionError, Finding, UsageError, nearest
from kinpanel.instruments.check import check_instrument, check_subset
from kinpanel.instruments.model import Instrument, Item


def instrument(name: str) -> Instrument:
    """The instrument of that id, e.g. `cesd8`; UsageError with the nearest id when unknown.

    Facts that its `to_verify` names are unverified and must not be presented as fact.
    """
    if name not in instrument_ids():
        raise UsageError(f"unknown instrument {name!r}: {nearest(name, instrument_ids())}")
    return _read(name)


def instruments() -> tuple[Instrument, ...]:
    """Every instrument of the registry, by id; see `instrument` on unverified facts."""
    return tuple(instrument(name) for name in instrument_ids())


@cache
def instrument_ids() -> tuple[str, ...]:
    """The ids of the registry, which are the names of its files."""
    names = [resource.name for resource in _folder().iterdir()]
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


def _folder() -> Traversable:
    return files("kinpanel.instruments").joinpath("data")


@cache
def _read(name: str) -> Instrument:
    """One instrument, and with a short form the one it is taken from: a study needs few."""
    with as_file(_folder().joinpath(f"{name}.yaml")) as path:
        read, tree = read_document(path, path.name, Instrument)
    findings = [*tree.findings, *(check_instrument(read, tree) if read is not None else ())]
    if read is None or findings:
        raise DefinitionError("the scale registry cannot be used", findings)
    parent = {} if read.subset_of is None else {read.subset_of.of: instrument(read.subset_of.of)}
    findings = check_subset(read, {read.id: read, **parent}, tree)
    if findings:
        raise DefinitionError("the scale registry cannot be used", findings)
    return _with_wording(read, parent)


def read_instruments(folder: Traversable) -> dict[str, Instrument]:
    """Read every .yaml file of a folder as an instrument, by id, short forms with their wording.

    Raises DefinitionError with everything wrong in all of them.
    """
    findings: list[Finding] = []
    found: dict[str, tuple[Instrument, Tree]] = {}
    for resource in sorted(folder.iterdir(), key=lambda resource: resource.name):
        if not resource.name.endswith(".yaml"):
            continue
        with as_file(resource) as path:
            read, tree = read_document(path, resource.name, Instrument)
        findings += tree.findings
        if read is not None:
            findings += check_instrument(read, tree)
            found[read.id] = read, tree
    for read, tree in found.values():
        findings += check_subset(read, {name: pair[0] for name, pair in found.items()}, tree)
    if findings:
        raise DefinitionError("the scale registry cannot be used", findings)
    registry = {name: pair[0] for name, pair in found.items()}
    return {name: _with_wording(read, registry) for name, read in sorted(registry.items())}


def _with_wording(short: Instrument, registry: Mapping[str, Instrument]) -> Instrument:
    """A short form with the items of its parent, renumbered, where it declares none itself."""
    if short.subset_of is None or short.items:
        return short
    parent = registry[short.subset_of.of]
    items = tuple(
        Item(number=place, text=parent.item(number).text, label=parent.item(number).label)
        for place, number in enumerate(short.subset_of.numbers, start=1)
    )
    return short.model_copy(update={"items": items})
