"""A plugin of pytest for Pyodide: skips what it cannot do, such as starting processes and threads."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

_LACKS = {errno.ENOTSUP: "there are no processes", errno.EBUSY: "the current folder cannot be moved"}
_NO_THREAD = "can't start new thread"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Generator[None, object, object]:
    """Skip a test whose fixtures cannot be had."""
    return (yield from _skipping())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, object, object]:
    """Skip a test that cannot be run."""
    return (yield from _skipping())


def _skipping() -> Generator[None, object, object]:
    try:
        return (yield)
    except OSError as error:
        if error.errno not in _LACKS:
            raise
        pytest.skip(_LACKS[error.errno])
    except AttributeError as error:
        if error.obj is not os:
            raise
        pytest.skip(f"there is no os.{error.name}")
    except RuntimeError as error:
        if str(error) != _NO_THREAD:
            raise
        pytest.skip("there are no threads")
