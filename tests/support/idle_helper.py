"""A helper process that never answers: it ends when it is killed, or its stdin is closed."""

import sys

if __name__ == "__main__":
    sys.stdin.read()
