"""Sphinx's settings for the site; `handbook.site` copies this file beside the pages."""

project = "perf_engine"
html_title = "perf_engine"
html_theme = "furo"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
root_doc = "index"
exclude_patterns = ["conf.py", "extra"]
html_extra_path = ["extra"]  # sounds, which players name by their place
myst_enable_extensions = ["html_image", "attrs_inline"]
myst_heading_anchors = 4
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_theme_options = {"navigation_with_keys": True}
# Code in these pages is in many languages; one that is not known is shown plainly.
suppress_warnings = ["misc.highlighting_failure"]
