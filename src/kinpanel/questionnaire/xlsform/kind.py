"""The type of a survey row, taken apart: what it asks for, from which list, what it opens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Edge = Literal["begin", "end", ""]

FOREIGN = frozenset(
    {"text audit", "audio audit", "comments", "caseid", "enumerator", "calculate_here"}
    | {"sensor_statistic", "sensor_stream", "file audit"}
    | {f"speed violations {what}" for what in ("count", "list", "audit")}
)
"""Types that only SurveyCTO knows."""

KNOWN = frozenset(
    {"acknowledge", "audio", "audit", "background-audio", "background-geopoint", "barcode"}
    | {"calculate", "csv-external", "date", "datetime", "decimal", "deviceid", "email", "end"}
    | {"file", "geopoint", "geoshape", "geotrace", "hidden", "image", "integer", "note", "osm"}
    | {"phonenumber", "range", "simserial", "start", "start-geopoint", "subscriberid", "text"}
    | {"time", "today", "trigger", "username", "video", "xml-external"}
)
"""Types of XLSForm without a list, in small letters."""

_SELECT = re.compile(
    r"(?P<kind>select_one_external|select_one_from_file|select_multiple_from_file|select_one|"
    r"select_multiple|rank|select1|select one from|select all that apply from|"
    r"select one|select multiple)(?: (?P<list>\S.*?))?(?P<other> or_other| or other)?",
    re.IGNORECASE,
)
_SAME = {
    "select1": "select_one",
    "select one": "select_one",
    "select one from": "select_one",
    "select multiple": "select_multiple",
    "select all that apply from": "select_multiple",
    "int": "integer",
    "string": "text",
    "photo": "image",
}
_EDGE = re.compile(r"(begin|end)[ _](group|repeat)", re.IGNORECASE)


@dataclass(frozen=True)
class RowType:
    """What a type says: its kind, its list (or file), and whether it opens or closes something."""

    kind: str
    choices: str = ""
    other: bool = False
    edge: Edge = ""

    @property
    def is_select(self) -> bool:
        """Whether it chooses from a list of the choices sheet."""
        return self.kind in {"select_one", "select_multiple", "rank"} and "${" not in self.choices

    @property
    def from_elsewhere(self) -> bool:
        """Whether its choices stand in a file, or in a sheet for external choices."""
        return self.kind.endswith(("_from_file", "_external"))

    @property
    def is_foreign(self) -> bool:
        """Whether only SurveyCTO knows it."""
        return self.kind.partition(":")[0] in FOREIGN

    @property
    def is_known(self) -> bool:
        """Whether it is a type of XLSForm or SurveyCTO."""
        return bool(
            self.edge
            or self.kind in KNOWN
            or self.is_foreign
            or self.from_elsewhere
            or self.kind in {"select_one", "select_multiple", "rank"}
        )


def row_type(text: str) -> RowType:
    """Take the text of a `type` cell apart; an unknown one has itself as its kind."""
    text = " ".join(text.split())
    if edge := _EDGE.fullmatch(text):
        begins = edge[1].lower() == "begin"
        return RowType(edge[2].lower(), edge="begin" if begins else "end")
    if select := _SELECT.fullmatch(text):
        kind = select["kind"].lower()
        return RowType(_SAME.get(kind, kind), select["list"] or "", bool(select["other"]))
    kind = text.lower()
    return RowType(_SAME.get(kind, kind))
