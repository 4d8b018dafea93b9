"""XML elements: text that XML can carry, one element per language, ids made from names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_NOT_IN_IDS = re.compile(r"[^A-Za-z0-9_]")
UNDETERMINED = "und"
"""The language tag of texts whose own tag is none that XML knows."""


def clean(text: str) -> str:
    """The text without characters that XML 1.0 cannot carry; line ends become `\\n`.

    Removed are control characters but tab and line end, lone surrogates, U+FFFE and U+FFFF.
    """
    return _FORBIDDEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def tag_of(language: str) -> str:
    """A language tag as `xml:lang` takes it: `zh_Hans` is `zh-Hans`; `und` when it is none."""
    tag = language.replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else UNDETERMINED


def identifier(*names: str) -> str:
    """An `xs:ID` made from names, parted by dots: `V.w1.c_sex`.

    The first name is ours and starts with a letter. Other characters than letters, digits and
    `_` become their code point between dashes, so that different names give different ids.
    """
    return ".".join(_NOT_IN_IDS.sub(lambda m: f"-{ord(m[0]):x}-", name) for name in names)


def add(parent: Element, tag: str, text: str = "", /, **attributes: str | None) -> Element:
    """A new last child of `parent`; attributes that are None or "" are left out.

    A trailing underscore is taken off a name, and any other becomes a dash: `wgt_var` is
    `wgt-var`, `type_` is `type`.
    """
    given = {
        name.rstrip("_").replace("_", "-"): clean(value)
        for name, value in attributes.items()
        if value
    }
    child = SubElement(parent, tag, given)
    if text:
        child.text = clean(text)
    return child


def in_order(labels: Mapping[str, str], languages: Sequence[str]) -> list[tuple[str, str]]:
    """Language and text: the study's languages first, then any others by name; no empty texts."""
    others = sorted(set(labels) - set(languages))
    pairs = [(tag, clean(labels[tag])) for tag in (*languages, *others) if tag in labels]
    return [(tag, text) for tag, text in pairs if text.strip()]


def add_texts(
    parent: Element, tag: str, labels: Mapping[str, str], languages: Sequence[str], **more: str
) -> None:
    """One child per language, each with its `xml:lang`; none where there is no text."""
    for language, text in in_order(labels, languages):
        add(parent, tag, text, **more).set("xml:lang", tag_of(language))


def add_title(parent: Element, labels: Mapping[str, str], languages: Sequence[str]) -> Element:
    """A `titlStmt`: `titl` in the first language, `parTitl` in each of the others."""
    statement = add(parent, "titlStmt")
    for place, (language, text) in enumerate(in_order(labels, languages) or [("und", "")]):
        title = add(statement, "parTitl" if place else "titl", text)
        title.set("xml:lang", tag_of(language))
    return statement
