"""What ends a command: a mistake of its user."""


class CommandError(Exception):
    """Something that the user can mend, said in one line; the command ends with status 2."""
