"""What is on disk: read, and kept there between runs."""
