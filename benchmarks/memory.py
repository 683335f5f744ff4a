"""How much memory this process has held at most."""

import sys
from pathlib import Path

STATUS = Path("/proc/self/status")
KIB = 1024


def peak_mb() -> float:
    """Return the largest resident size so far in megabytes (MiB), or 0.0 where it is not told."""
    if STATUS.exists():
        # ru_maxrss would start from the size of the process that started this one.
        lines = STATUS.read_text(encoding="ascii", errors="replace").splitlines()
        found = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
        if found:
            return int(found[0]) / KIB
    return _by_resource()


def _by_resource() -> float:
    try:
        import resource
    except ImportError:
        return 0.0
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / KIB / KIB if sys.platform == "darwin" else size / KIB
