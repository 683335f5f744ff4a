from .base import JsonClient
from .session import *

__all__ = ["JsonClient", "opened", "session"]
