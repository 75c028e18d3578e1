"""What flashdeck costs beside the work that nobody can avoid: `python -m benchmarks [NAME...]`.

Linear algebra runs on one thread, since two that wait for each other on a busy machine measure the
waiting. The libraries read this once, when NumPy is first imported.
"""

import os

for _setting in (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
):
    os.environ.setdefault(_setting, "1")
