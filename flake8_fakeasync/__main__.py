"""``python -m flake8_fakeasync``: the command `fakeasync`."""

import sys

from flake8_fakeasync.cli import main

if __name__ == "__main__":
    sys.exit(main())
