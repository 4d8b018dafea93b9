"""The words and signs of a routing text, read one after the other."""

from __future__ import annotations

import re

Token = tuple[str, str, int]
"""Its kind (number, text, name, word or sign), what it says, and where it begins."""


class RoutingError(ValueError):
    """A routing that does not parse; the text says at which character and why."""


class Tokens:
    """The tokens of one text and the place reached; `pattern` has a group for every kind.

    Raises RoutingError at the first character that no token can begin with.
    """

    def __init__(self, text: str, pattern: re.Pattern[str]) -> None:
        self.text = text
        self.place = 0
        self._tokens = _split(text, pattern)

    def peek(self) -> Token | None:
        """The next token; None at the end."""
        return self._tokens[self.place] if self.place < len(self._tokens) else None

    def kind(self) -> str:
        """The kind of the next token; "" at the end."""
        token = self.peek()
        return token[0] if token else ""

    def pop(self) -> str:
        """What the next token says, which is then behind us; IndexError at the end."""
        self.place += 1
        return self._tokens[self.place - 1][1]

    def take(self, *values: str) -> str | None:
        """The next token when it is one of these words or signs, else None."""
        token = self.peek()
        if token is None or token[0] not in ("word", "sign") or token[1] not in values:
            return None
        return self.pop()

    def need(self, value: str) -> None:
        """Take that word or sign; RoutingError when something else comes."""
        if self.take(value) is None:
            raise self.error(f"expected {value!r}")

    def error(self, message: str, place: int | None = None) -> RoutingError:
        """What is wrong with the token at `place`, the next one if not given."""
        place = self.place if place is None else place
        at = self._tokens[place][2] if place < len(self._tokens) else len(self.text)
        return RoutingError(f"character {at + 1}: {message}")

    def after_group(self) -> str:
        """What follows the parenthesis that opens next and is closed; "" if nothing does."""
        depth = 0
        for place in range(self.place, len(self._tokens)):
            kind, value, _ = self._tokens[place]
            if kind == "sign":
                depth += {"(": 1, ")": -1}.get(value, 0)
            if depth == 0:
                rest = self._tokens[place + 1 : place + 2]
                return rest[0][1] if rest and rest[0][0] in ("word", "sign") else ""
        return ""


def _split(text: str, pattern: re.Pattern[str]) -> list[Token]:
    tokens: list[Token] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        match = pattern.match(text, position)
        if match is None or match.lastgroup is None:
            start = position + len(text[position:]) - len(text[position:].lstrip())
            message = f"character {start + 1}: {text[start]!r} is not part of the language"
            raise RoutingError(message)
        tokens.append((match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)))
        position = match.end()
    return tokens
