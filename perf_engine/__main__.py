"""The program `perf-engine`, also `python -m perf_engine`."""

from __future__ import annotations

import os


def main() -> None:
    """Run the command line; its exit status is 0 done, 1 failed, 2 wrong use."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # before NumPy: two threads make a step 50 times slower
    from .cli.program import cli

    cli.main(prog_name="perf-engine")


if __name__ == "__main__":
    main()
