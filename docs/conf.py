"""How Sphinx makes a website of these pages; ``tools/website.py`` lays them out for it."""

project = "flake8-fakeasync"
author = "flake8-fakeasync contributors"
copyright = "flake8-fakeasync contributors"  # noqa: A001  (Sphinx's name for it)
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
myst_heading_anchors = 3
html_theme = "furo"
html_title = project
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
