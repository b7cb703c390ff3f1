"""Benchmarks of speed, punctuality and endurance: `make bench`, `make soak` and others."""

import os

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"  # before NumPy is imported: one thread, as while playing
os.environ.setdefault("PERF_SOUND", "0")  # the engine is measured alone
