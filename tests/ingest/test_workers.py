"""Work side by side keeps its order and its errors."""

from __future__ import annotations

import pytest

from kinpanel.ingest.workers import MANY_ROWS, ahead, side_by_side


@pytest.mark.parametrize("rows", [0, MANY_ROWS - 1, MANY_ROWS])
def test_results_stand_in_the_order_of_the_items(rows):
    assert side_by_side(lambda n: n * n, range(50), rows) == [n * n for n in range(50)]


@pytest.mark.parametrize("rows", [1, MANY_ROWS])
def test_an_error_is_not_lost(rows):
    with pytest.raises(ZeroDivisionError):
        side_by_side(lambda n: 1 // n, [1, 0, 2], rows)


def test_items_made_ahead_keep_their_order_and_their_error() -> None:
    def items():
        yield from range(5)
        raise ValueError("the sixth")

    seen = []
    with pytest.raises(ValueError, match="the sixth"):
        for item in ahead(items()):
            seen.append(item)
    assert seen == [0, 1, 2, 3, 4]
