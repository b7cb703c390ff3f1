"""python -m max_patches.build writes the package."""

from argparse import ArgumentParser

from . import main

if __name__ == "__main__":
    ArgumentParser(prog="python -m max_patches.build", description=__doc__).parse_args()
    main()
