"""How fast, how punctual and how lasting: `make bench` and `make soak`."""

import os

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"  # before NumPy is there: one thread, as while playing
