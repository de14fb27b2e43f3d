"""Algebraic connectivity: the second smallest eigenvalue of the Laplacian (Fiedler 1973)."""

import warnings

import numpy as np

from girih.engines.graph.projection import Projection

__all__ = ["connectivity_of_largest"]

_DENSE = 64  # beyond it the full matrix wakes the threads of BLAS, which then fight over a busy machine
_FACTORED = 1500  # up to this size the factors of the sparse matrix stay small enough
_SHIFT = -0.01
_BLOCK = 4
_RESIDUAL = 1e-5
_ITERATIONS = 1000


def connectivity_of_largest(projection: Projection, seed: int) -> float | None:
    """Algebraic connectivity of the largest component (the first by id of several equally large).

    None when that component has fewer than two members, or when the iteration did not bring the norm of
    the residual, which bounds the error of the eigenvalue, below 1e-5 of the largest degree.
    """
    import scipy.sparse
    import scipy.sparse.linalg

    if not projection.edges:
        return None
    component = projection.component
    sizes = np.bincount(component)
    first_of_largest = int(np.argmax(sizes[component]))
    inside = np.flatnonzero(component == component[first_of_largest])
    place = np.full(projection.count, -1)
    place[inside] = np.arange(len(inside))
    kept = place[projection.left] >= 0
    left, right = place[projection.left[kept]], place[projection.right[kept]]
    degree = projection.degree[inside].astype(float)
    count = len(inside)
    ones = np.ones(len(left))
    upper = scipy.sparse.coo_array((ones, (left, right)), shape=(count, count)).tocsr()
    laplacian = (scipy.sparse.diags_array(degree) - upper - upper.T).tocsr()
    if count <= _DENSE:
        return max(float(np.linalg.eigvalsh(laplacian.toarray())[1]), 0.0)
    start = np.random.default_rng(seed).standard_normal((count, _BLOCK))
    if count <= _FACTORED:
        # Shifted below zero, where the matrix can be inverted: its two smallest eigenvalues are nearest.
        nearest = scipy.sparse.linalg.eigsh(
            laplacian.tocsc(), k=2, sigma=_SHIFT, v0=start[:, 0], return_eigenvectors=False
        )
        return max(float(np.max(nearest)), 0.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # lobpcg warns when it stops early; the residual below decides
        values, vectors = scipy.sparse.linalg.lobpcg(
            laplacian,
            start,
            M=scipy.sparse.diags_array(1.0 / degree),
            Y=np.ones((count, 1)),
            tol=_RESIDUAL,
            maxiter=_ITERATIONS,
            largest=False,
        )[:2]
    smallest = int(np.argmin(values))
    value, vector = float(values[smallest]), vectors[:, smallest]
    residual = np.linalg.norm(laplacian @ vector - value * vector) / np.linalg.norm(vector)
    return value if residual <= _RESIDUAL * degree.max() and value > 0 else None
