"""Model formulas, `y ~ x1 + x1:x2 | pid + wave`, parsed into a typed tree; nothing is evaluated."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from kinpanel.errors import UsageError
from kinpanel.estimation.tokens import Token, caret_error, tokenize

MAX_LENGTH = 10_000
MAX_TERMS = 1_000


@dataclass(frozen=True)
class Term:
    """A column, or the product of several: `x1:x2`."""

    factors: tuple[str, ...]

    @property
    def name(self) -> str:
        """The term as it is written in a table."""
        return ":".join(self.factors)


@dataclass(frozen=True)
class Effect:
    """A set of indicators to absorb: one column, or the combinations of several, `village^wave`."""

    parts: tuple[str, ...]

    @property
    def name(self) -> str:
        """The effect as it is written in a formula."""
        return "^".join(self.parts)


@dataclass(frozen=True)
class Formula:
    """A parsed formula; `intercept` counts only where there are no effects.

    `endogenous` and `instruments` are columns of the part `| away ~ distance`; terms are the
    others.
    """

    text: str
    outcome: str
    terms: tuple[Term, ...]
    effects: tuple[Effect, ...]
    intercept: bool
    endogenous: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()

    @property
    def variables(self) -> tuple[str, ...]:
        """Every column on the right of `~`, each once, in order of mention."""
        return tuple(dict.fromkeys(name for term in self.terms for name in term.factors))


def parse_formula(text: str) -> Formula:
    """Read a formula in the style of fixest.

    `y ~ x1 + x2`, `x1:x2` (product), `x1*x2` (both and their product), `- 1` or `0` (no
    intercept), then `| pid + wave` for effects and `village^wave` for their combinations, then
    `| away ~ distance` for endogenous columns and their instruments (also without effects).
    Everything else is refused.

    Raises UsageError that shows the place and says what to do instead.
    """
    if not isinstance(text, str):
        raise UsageError(f"a formula is text such as 'y ~ x | pid + wave', not {type(text)}")
    if len(text) > MAX_LENGTH:
        raise UsageError(
            f"the formula has {len(text):,} characters; at most {MAX_LENGTH:,} are read"
        )
    return _Parser(text).formula()


class _Parser:
    """Recursive descent over the tokens; one token of look-ahead, no backtracking."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self.at = 0

    def formula(self) -> Formula:
        outcome = self._name("the outcome").text
        self._expect("~", "write '~' between the outcome and the terms")
        terms, intercept = self._terms(outcome)
        effects: tuple[Effect, ...] = ()
        endogenous: tuple[str, ...] = ()
        instruments: tuple[str, ...] = ()
        if self._take("|"):
            effects = self._effects(outcome)
        if self._peek().kind == "~":  # what was read as effects was the left side of instruments
            endogenous, effects = self._columns(effects), ()
        elif self._take("|"):
            endogenous = self._columns(self._effects(outcome))
        if endogenous:
            self._expect("~", "write '| endogenous ~ instruments'")
            instruments = self._columns(self._effects(outcome))
            self._check_instruments(terms, endogenous, instruments)
        if self._peek().kind != "end":
            raise self._unexpected("an operator")
        return Formula(
            self.text.strip(), outcome, terms, effects, intercept, endogenous, instruments
        )

    def _columns(self, effects: tuple[Effect, ...]) -> tuple[str, ...]:
        if any(len(effect.parts) > 1 for effect in effects):
            raise self._error("around this '~' stand columns joined by '+'; make products first")
        return tuple(effect.name for effect in effects)

    def _check_instruments(
        self, terms: tuple[Term, ...], endogenous: tuple[str, ...], instruments: tuple[str, ...]
    ) -> None:
        places = [*(term.name for term in terms), *endogenous, *instruments]
        twice = sorted({name for name in places if places.count(name) > 1})
        if twice:
            raise self._error(f"{twice[0]!r} stands in two parts; a column has one role")
        if len(instruments) < len(endogenous):
            raise self._error(
                f"{len(endogenous)} endogenous columns need as many instruments; "
                f"there are {len(instruments)}"
            )

    def _terms(self, outcome: str) -> tuple[tuple[Term, ...], bool]:
        terms: dict[frozenset[str], Term] = {}
        intercept = True
        minus = self._take("-") is not None
        while True:
            token = self._peek()
            if token.kind == "number":
                if token.text not in {"0", "1"}:
                    raise self._error("numbers other than 0 and 1 are not allowed")
                self.at += 1
                intercept = (token.text == "1") != minus
            elif minus:
                raise self._error("only 1 can be taken away; leave other terms out instead")
            else:
                for term in self._product(outcome):
                    terms.setdefault(frozenset(term.factors), term)
                if len(terms) > MAX_TERMS:
                    raise self._error(f"more than {MAX_TERMS:,} terms")
            sign = self._take("+") or self._take("-")
            if sign is None:
                return tuple(terms.values()), intercept
            minus = sign.kind == "-"

    def _product(self, outcome: str) -> list[Term]:
        """One summand: names joined by ':' bind closer than '*', which expands."""
        groups = [self._joined(":", "a term", outcome)]
        while self._take("*"):
            groups.append(self._joined(":", "a term", outcome))
        if 2 ** len(groups) > MAX_TERMS:
            raise self._error(f"'*' would make more than {MAX_TERMS:,} terms")
        terms = []
        for size in range(1, len(groups) + 1):
            for chosen in combinations(groups, size):
                factors = tuple(name for group in chosen for name in group)
                if len(set(factors)) < len(factors):
                    raise self._error(
                        "a column times itself is not made here; make the square in the data first",
                        self.at - 1,
                    )
                terms.append(Term(factors))
        return terms

    def _effects(self, outcome: str) -> tuple[Effect, ...]:
        effects: dict[frozenset[str], Effect] = {}
        while True:
            parts = self._joined("^", "an effect", outcome)
            effects.setdefault(frozenset(parts), Effect(tuple(dict.fromkeys(parts))))
            if not self._take("+"):
                break
        if self._peek().kind in {":", "*"}:
            raise self._error("combine effects with '^': village^wave")
        return tuple(effects.values())

    def _joined(self, symbol: str, what: str, outcome: str) -> tuple[str, ...]:
        names = [self._name(what, outcome).text]
        while self._take(symbol):
            names.append(self._name(what, outcome).text)
        return tuple(names)

    def _name(self, what: str, outcome: str | None = None) -> Token:
        token = self._peek()
        if token.kind != "name":
            raise self._unexpected(f"{what} (the name of a column)")
        if token.text == outcome:
            raise self._error("the outcome cannot stand on the right as well")
        self.at += 1
        return token

    def _expect(self, kind: str, advice: str) -> None:
        if not self._take(kind):
            raise self._error(advice)

    def _take(self, kind: str) -> Token | None:
        token = self._peek()
        if token.kind != kind:
            return None
        self.at += 1
        return token

    def _peek(self) -> Token:
        return self.tokens[self.at]

    def _unexpected(self, wanted: str) -> UsageError:
        token = self._peek()
        found = "the end" if token.kind == "end" else repr(token.text)
        return self._error(f"expected {wanted}, found {found}")

    def _error(self, reason: str, index: int | None = None) -> UsageError:
        return caret_error(self.text, self.tokens[self.at if index is None else index].at, reason)
