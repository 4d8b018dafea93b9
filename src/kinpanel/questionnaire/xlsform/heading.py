"""Headings in the spellings that tools use, brought to the one that every tool reads."""

from __future__ import annotations

import re

TYPE = "kinpanel_type"
ADDED = "kinpanel_added"
"""Headings that an export adds: the foreign type of a row, and the settings that it had to add."""

_TEXTS = frozenset(
    {"label", "hint", "guidance_hint", "constraint_message", "required_message"}
    | {"image", "audio", "video", "big-image"}
    | {"media::image", "media::audio", "media::video", "media::big-image"}
)
_KNOWN = {
    "survey": frozenset(
        {"type", "name", "relevant", "constraint", "calculation", "required", "read_only"}
        | {"repeat_count", "default", "appearance", "choice_filter", "disabled", "parameters"}
        | {"trigger", "note", "body::accuracyThreshold", *_TEXTS}
    ),
    "choices": frozenset({"list_name", "name", *_TEXTS}),
    "settings": frozenset(
        {"form_title", "form_id", "version", "default_language", "instance_name", "style"}
        | {"public_key", "submission_url", "allow_choice_duplicates", "name", "auto_send"}
        | {"auto_delete", "namespaces", "sms_keyword", "sms_separator"}
    ),
}
_SAME = {
    "survey": {
        **{"relevance": "relevant", "caption": "label", "calculate": "calculation"},
        **{"readonly": "read_only", "count": "repeat_count", "jr:count": "repeat_count"},
        **{"constraining_message": "constraint_message", "requiredmsg": "required_message"},
        **{"command": "type", "tag": "name", "value": "name"},
    },
    "choices": {"value": "name", "caption": "label", "list": "list_name"},
    "settings": {"set_form_title": "form_title", "set_form_id": "form_id", "title": "form_title"},
}


def canonical(heading: str, sheet: str) -> str:
    """The heading as XLSForm spells it; one that is not known comes back as it stands, trimmed.

    `label:en`, `Label :: en` become `label::en`; `relevance` becomes `relevant`.
    """
    trimmed = " ".join(heading.split())
    parts = [part.strip() for part in re.split("::?", trimmed)]
    if parts[0].lower() == "jr" and len(parts) > 1:
        parts = [f"jr:{parts[1]}", *parts[2:]]
    base, rest = _spelled(parts[0], sheet), parts[1:]
    if base == "media" and rest:
        base, rest = f"media::{rest[0].lower()}", rest[1:]
    if base in _TEXTS:
        return "::".join([base, *(part for part in rest if part)])
    return trimmed if rest or base not in _KNOWN[sheet] else base


def is_known(heading: str, sheet: str) -> bool:
    """Whether a canonical heading is one of XLSForm."""
    base = heading.rsplit("::", 1)[0]
    return heading in _KNOWN[sheet] or base in _TEXTS


def _spelled(word: str, sheet: str) -> str:
    plain = re.sub(r"[\s_]+", "_", word.lower())
    return _SAME[sheet].get(plain, plain)
