"""Which version this is: the one in `pyproject.toml`, which a test compares."""

__version__ = "0.1.0"
