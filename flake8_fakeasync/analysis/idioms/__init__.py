"""What code says of a library that another one understood."""
