"""The files of a project: which matter, where they are, what each imports and holds."""
