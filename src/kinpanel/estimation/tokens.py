"""The tokens of a formula, and the refusal of everything that is not one."""

from __future__ import annotations

from dataclasses import dataclass

from kinpanel.errors import UsageError

_WINDOW = 60
_LAGS = {"lag", "lags", "l", "d", "f", "s", "lead", "leads", "shift", "diff"}
_LAG_ADVICE = (
    "make the lag by child and wave in the panel first, never by row, and name the new column here"
)


@dataclass(frozen=True)
class Token:
    """One token and its position."""

    kind: str  # "name", "number", "end", or the symbol itself
    text: str
    at: int


_SYMBOLS = "~+-*:|^"
_REFUSED = {
    "\n": "a formula stands on one line",
    "\r": "a formula stands on one line",
    '"': "text is not allowed here; name columns without quotes",
    "'": "text is not allowed here; name columns without quotes",
    "`": "backticks are not allowed; rename the column to letters, digits and _",
    "@": "'@' is not allowed; name columns of the data only",
    "(": "brackets are not allowed; write the terms out",
    ")": "brackets are not allowed; write the terms out",
    "[": "indexing is not allowed; make the column in the data first",
    "{": "braces are not allowed; name columns of the data only",
    ".": "attributes are not allowed; name columns of the data only",
    "/": "'/' is not allowed; make the column in the data first",
    "%": "'%' is not allowed; make the column in the data first",
    "=": "'=' is not allowed; a formula has the form y ~ x1 + x2 | pid + wave",
}


def tokenize(text: str) -> list[Token]:
    """Names, numbers and the symbols ~ + - * : | ^, closed by an end token.

    Raises UsageError for anything else. Linear in the length of the text.
    """
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        char = text[at]
        start = at
        if char in " \t":
            at += 1
        elif char.isidentifier():
            while at < len(text) and ("a" + text[at]).isidentifier():
                at += 1
            tokens.append(Token("name", text[start:at], start))
        elif char in "0123456789":
            while at < len(text) and text[at] in "0123456789.":
                at += 1
            tokens.append(Token("number", text[start:at], start))
        elif char in _SYMBOLS:
            at += 1
            tokens.append(Token(char, char, start))
        else:
            raise _refusal(text, at, tokens)
    return [*tokens, Token("end", "", len(text))]


def _refusal(text: str, at: int, before: list[Token]) -> UsageError:
    """The refusal of a character, with the reading a writer of Stata or R meant by it."""
    char = text[at]
    last = before[-1] if before and before[-1].kind == "name" else None
    if last is not None and char == "(":
        if last.text.casefold() in _LAGS:
            return caret_error(text, last.at, f"{last.text}() is not available: {_LAG_ADVICE}")
        return caret_error(
            text, last.at, f"{last.text}() is not available: make the column in the data first"
        )
    if last is not None and char == "." and last.text.rstrip("0123456789").casefold() in _LAGS:
        return caret_error(text, last.at, f"{last.text}. is not available: {_LAG_ADVICE}")
    reason = _REFUSED.get(char, f"{char!a} is not allowed in a formula; name columns only")
    return caret_error(text, at, reason)


def caret_error(text: str, at: int, reason: str) -> UsageError:
    """The error that shows the formula, cut to a window, with a caret below the position."""
    left = max(0, at - _WINDOW)
    shown = "".join(
        char if char.isprintable() else " " for char in text[left : at + _WINDOW]
    ).rstrip()
    return UsageError(f"formula: {reason}\n    {shown}\n    {' ' * (at - left)}^")
