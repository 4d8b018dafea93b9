"""Conjugate gradients for several right sides of one symmetric, positive semidefinite matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kinpanel.errors import EstimationError
from kinpanel.estimation.arrays import FloatArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array

TOLERANCE = 1e-13
STEPS = 20_000
ROUNDS = 3


def conjugate_gradients(matrix: csr_array[Any, Any], right: FloatArray) -> FloatArray:
    """x (q, p) with matrix x = right, where the right sides lie in the range of the matrix.

    Jacobi preconditioning; each column stops when its residual is 1e-13 of its right side. The
    residual is computed anew and the correction solved for up to three times, so that rounding
    does not pile up. Raises EstimationError when a column is still above 1e-10 then.
    """
    diagonal = matrix.diagonal()
    usable = diagonal > 1e-12 * max(float(diagonal.max(initial=0.0)), 1e-300)
    inverse = np.where(usable, 1.0 / np.where(usable, diagonal, 1.0), 0.0)[:, np.newaxis]
    size = np.linalg.norm(right, axis=0)
    size = np.where(size > 0.0, size, 1.0)
    solution = np.zeros_like(right)
    left = right.copy()
    for _ in range(ROUNDS):
        if np.all(np.linalg.norm(left, axis=0) <= TOLERANCE * size):
            break
        solution += _solve(matrix, inverse, left, TOLERANCE * size)
        left = right - matrix @ solution
    worst = float(np.max(np.linalg.norm(left, axis=0) / size, initial=0.0))
    if worst > 1e-10:
        raise EstimationError(
            "the crossed effects did not converge: some of their levels hang together by too few "
            "rows; use coarser effects, or leave out the levels that few entities connect"
        )
    return solution


def _solve(
    matrix: csr_array[Any, Any], inverse: FloatArray, right: FloatArray, least: FloatArray
) -> FloatArray:
    solution = np.zeros_like(right)
    left = right.copy()
    ahead = inverse * left
    direction = ahead.copy()
    gain = np.einsum("ij,ij->j", left, ahead)
    for _ in range(STEPS):
        if np.all(np.linalg.norm(left, axis=0) <= least):
            break
        image = matrix @ direction
        curve = np.einsum("ij,ij->j", direction, image)
        step = np.where(curve > 0.0, gain / np.where(curve > 0.0, curve, 1.0), 0.0)
        solution += step * direction
        left -= step * image
        ahead = inverse * left
        after = np.einsum("ij,ij->j", left, ahead)
        direction = ahead + np.where(gain > 0.0, after / np.where(gain > 0.0, gain, 1.0), 0.0) * (
            direction
        )
        gain = after
    return solution
