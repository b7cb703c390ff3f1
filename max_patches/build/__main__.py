"""python -m max_patches.build writes the package."""

from . import main

main()
