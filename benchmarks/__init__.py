"""What flashdeck costs beside the work that nobody can avoid: `python -m benchmarks [NAME...]`."""

import os

# Read when NumPy and PyTorch are imported. Two threads wait for each other on a busy machine.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"
