"""The site's own style sheet, kept beside the theme overrides."""

from __future__ import annotations

from importlib.resources import files


def theme_files() -> dict[str, bytes]:
    """File name → content, for the site's assets."""
    return {"site.css": files("banxing").joinpath("theme/site.css").read_bytes()}
