"""Measures fake async against true async over loopback: ``python -m benchmarks``."""
