"""Means of batches: consecutive values of one series, or replications, drawn together so that t may be trusted."""

import numpy as np
import numpy.typing as npt


def batch_means(values: npt.ArrayLike, batches: int) -> npt.NDArray[np.float64]:
    """Means of *batches* equal runs of consecutive values, shape (batches,); what is left over at the end is left out.

    Of a series in time they depend on each other unless they are long (Law 2015, section 9.5.3); of replications they
    are independent and nearer to normal than their values are. Raises ValueError where there are more batches than
    values.
    """
    found = np.asarray(values, dtype=np.float64).ravel()
    if not 1 <= batches <= len(found):
        raise ValueError(f"{batches} batches of {len(found)} values; 1 to {len(found)} would do")
    each = len(found) // batches
    return np.asarray(found[: each * batches].reshape(batches, each).mean(axis=1))
