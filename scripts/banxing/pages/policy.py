"""A strict Content-Security-Policy for every page, as a `<meta>`: intranets copy a folder, they set no headers."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256

# Everything a page loads lies beside it. Inline scripts are the theme's, named by their hashes; data blocks do not run.
_DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'none'",
    "base-uri": "'none'",
}
_INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"application/json\")[^>]*>(.*?)</script>", re.DOTALL)
_HEAD = re.compile(r"<head>\s*<meta charset=\"utf-8\">", re.IGNORECASE)


def with_policy(html: str) -> str:
    """The page with its policy, placed before all it should govern. Raises ValueError for a page without a head."""
    hashes = sorted({_hash(script) for script in _INLINE.findall(html)})
    directives = {**_DIRECTIVES, "script-src": " ".join(["'self'", *hashes])}
    policy = "; ".join(f"{name} {sources}" for name, sources in directives.items())
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    guarded, found = _HEAD.subn(lambda head: f"{head[0]}{meta}", html, count=1)
    if not found:
        raise ValueError("no <head> with a charset to put the policy into")
    return guarded


@lru_cache(256)  # the theme has few inline scripts, and every page has them
def _hash(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
