"""What the figures were measured on: processors, Python, library versions, load."""

import os
import platform
from importlib.metadata import version

LIBRARIES = ("requests", "httpx", "httpx2", "aiohttp", "anyio")


def machine() -> str:
    """Return the processors and the system, with no name of the machine."""
    return f"{os.cpu_count()} processors, {platform.machine()}, {platform.system()}"


def versions() -> str:
    """Return the versions of Python and of the measured libraries."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return ", ".join([python, *(f"{name} {version(name)}" for name in LIBRARIES)])


def busyness() -> str:
    """Return the load average of the last minute, which tells whether others were working too."""
    if not hasattr(os, "getloadavg"):
        return "unknown"
    return f"{os.getloadavg()[0]:.2f}"
