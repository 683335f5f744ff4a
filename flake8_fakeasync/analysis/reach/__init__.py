"""What blocks, and which functions of a project lead to it."""
