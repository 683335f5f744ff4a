"""A small contest service that only claims to be async."""
