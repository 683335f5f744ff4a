"""What values may be: values → things, over all modules of a project."""
