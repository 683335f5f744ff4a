"""Derives the catalog file of a library from its source, which is read and never run."""
