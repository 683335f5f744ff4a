"""The steps from code that blocks to code that is async, read off what is reported and the call graph."""
