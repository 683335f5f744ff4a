"""What cannot be derived, said to the user."""


class DeriveError(ValueError):
    """A distribution that cannot be read: what was asked for, and what is wrong with it."""

    def __init__(self, wanted: str, problem: str) -> None:
        super().__init__(f"'{wanted}' {problem}")
