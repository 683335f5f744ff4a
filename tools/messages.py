"""How long our messages are: ``python tools/messages.py``. Prints the median and the longest of those that pages show.

Every message counts once, with and without the address at its end, in characters.
"""

from __future__ import annotations

import re
from pathlib import Path
from statistics import median

_ROOT = Path(__file__).parent.parent
_PLACES = ("README.md", "docs/*.md", "docs/rules/*.md", "tests/mdtest/*.md")
_MESSAGE = re.compile(r"(?m)^\S+:\d+:\d+: (JAM\d{3} .+)$")
_ADDRESS = re.compile(r" \(https?://[^)]*\)$")


def main() -> None:
    """Print the lengths, and the longest messages in full."""
    found = messages()
    print(f"{len(found)} messages")
    for title, texts in (("with the address", found), ("without it", {_ADDRESS.sub("", text) for text in found})):
        longest = max(texts, key=len)
        print(f"{title}: median {median(map(len, texts)):.0f}, longest {len(longest)}: {longest}")


def messages() -> set[str]:
    """Return the messages that are shown in full."""
    files = (file for place in _PLACES for file in _ROOT.glob(place))
    texts = (text for file in files for text in _MESSAGE.findall(file.read_text(encoding="utf-8")))
    return {text for text in texts if not text.endswith("...")}


if __name__ == "__main__":
    main()
