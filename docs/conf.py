"""How Sphinx makes a website of these pages; ``tools/website.py`` lays them out for it."""

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# ``tools/website.py`` puts it beside this file.
_PROJECT = tomllib.loads(Path(__file__).with_name("pyproject.toml").read_text(encoding="utf-8"))["project"]
_SOURCE = _PROJECT["urls"]["Source"]

project = "flake8-fakeasync"
author = "flake8-fakeasync contributors"
copyright = "flake8-fakeasync contributors"  # noqa: A001  (Sphinx's name for it)
release = _PROJECT["version"]
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
myst_heading_anchors = 3
# What search engines and chats show of a page; each page may have its own words.
myst_html_meta = {
    "description": _PROJECT["description"],
    "property=og:type": "website",
    "property=og:site_name": project,
    "property=og:description": _PROJECT["description"],
}
html_theme = "furo"
html_title = f"{project} {release}"
html_baseurl = _PROJECT["urls"]["Documentation"]
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {
    "footer_icons": [{"name": "Source", "url": _SOURCE, "html": "Source", "class": ""}],
    "source_repository": _SOURCE,
    "source_branch": "main",
    "source_directory": "docs/",
}


def setup(app: "Sphinx") -> None:
    """Give each page its own title for OpenGraph."""
    app.connect("html-page-context", _name)


def _name(_app: "Sphinx", _page: str, _template: str, context: dict[str, object], _doctree: object) -> None:
    title = str(context.get("title", project))
    context["metatags"] = f'{context.get("metatags", "")}\n<meta property="og:title" content="{title}">'
