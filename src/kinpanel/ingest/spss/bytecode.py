"""Bytecode to cells: eight codes a command word, and a word of its own for every long cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kinpanel.ingest.damage import DamagedError
from kinpanel.ingest.spss.walk import walk

SKIP, LAST_SMALL, STOP, LITERAL, BLANK, MISSING = 0, 251, 252, 253, 254, 255

_SEVENS = np.uint64(0x7F7F7F7F7F7F7F7F)
_LITERALS = np.uint64(0xFDFDFDFDFDFDFDFD)


@dataclass(frozen=True)
class Cases:
    """Some whole cases: a code per word of a case, shape (words, cases), and the literal words.

    `place` gives, where the code is LITERAL, which of `literals` the word is. `literal`, `blank`
    and `number` say of each word of a case whether any code is that, or a number or missing.
    """

    codes: npt.NDArray[np.uint8]
    place: npt.NDArray[np.int32]
    literals: npt.NDArray[np.uint64]
    literal: npt.NDArray[np.bool_]
    blank: npt.NDArray[np.bool_]
    number: npt.NDArray[np.bool_]


def decode(blocks: Iterator[npt.NDArray[np.uint64]], words: int) -> Iterator[Cases]:
    """Cases of a stream of words that comes in blocks.

    Raises DamagedError when a case is not whole at the end, or words follow the end.
    """
    codes = np.zeros(0, dtype=np.uint8)
    literals = np.zeros(0, dtype=np.uint64)
    rest = np.zeros(0, dtype=np.uint64)
    ended = False
    for block in blocks:
        if ended:
            raise DamagedError("the file is spliced: cells follow the end of the cases")
        stream = np.concatenate([rest, block]) if len(rest) else block
        commands, used = _commands(stream)
        found, ended = _codes(stream, commands)
        codes = np.concatenate([codes, found])
        others = np.ones(used, dtype=bool)
        others[commands] = False
        literals = np.concatenate([literals, stream[:used][others]])
        rest = stream[used:]
        whole = len(codes) // words
        cases = cases_of(codes[: whole * words], literals, words)
        taken = int(cases.place[-1, -1]) + 1 if whole else 0
        codes, literals = codes[whole * words :], literals[taken:]
        yield cases
    if len(codes) or len(rest) or len(literals):
        raise DamagedError("the file is cut off: it ends within a case")


def _commands(stream: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.int64], int]:
    """Places of the command words, and how many words belong to commands that are whole.

    How far the next command is follows from the count of literals in this one.
    """
    other = stream ^ _LITERALS
    zero = ~(((other & _SEVENS) + _SEVENS) | other | _SEVENS)
    places, place = walk(np.bitwise_count(zero) + np.uint8(1))
    if place > len(stream):
        place = int(places[-1])
        places = places[:-1]
    return places, place


def _codes(
    stream: npt.NDArray[np.uint64], commands: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.uint8], bool]:
    """The codes of some command words in order, without fillers, and whether they end the cases."""
    codes = stream[commands].view(np.uint8)
    stops = np.flatnonzero(codes == STOP)
    ended = len(stops) > 0
    if ended:
        behind = codes[stops[0] :]
        if bool(((behind != STOP) & (behind != SKIP)).any()):
            raise DamagedError("the file is spliced: cells follow the end of the cases")
        codes = codes[: stops[0]]
    return codes[codes != SKIP], ended


def cases_of(codes: npt.NDArray[np.uint8], literals: npt.NDArray[np.uint64], words: int) -> Cases:
    """Cases from their codes in the order of the file, of which there are `words` a case."""
    literal = codes == LITERAL
    place = np.cumsum(literal, dtype=np.int32) - np.int32(1)
    shape = (len(codes) // words, words)
    columns = np.ascontiguousarray(codes.reshape(shape).T)
    return Cases(
        columns,
        place.reshape(shape).T,
        literals,
        literal.reshape(shape).any(axis=0),
        (columns == BLANK).any(axis=1),
        ((columns <= LAST_SMALL) | (columns == MISSING)).any(axis=1),
    )
