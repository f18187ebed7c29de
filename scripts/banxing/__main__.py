"""`python -m banxing` is the same program as `banxing`."""

import sys

from banxing.cli import main

if __name__ == "__main__":
    sys.exit(main())
