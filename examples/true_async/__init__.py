"""The same contest service, async all the way down."""
