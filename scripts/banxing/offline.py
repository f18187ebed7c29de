"""The site as one ZIP that works unpacked, under `file://`: from a USB stick, on a PC without a network."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

CONFIG = "mkdocs.yml"
FOLDER = "banxing"
"""Everything stands in this one folder, so that unpacking anywhere spills nothing."""

# What a page from a disk cannot use: links from the root, what is for search engines and debuggers, the theme's own
# search, whose workers and requests browsers refuse under file://.
_LEFT_OUT = ("404.html", "sitemap.xml", "sitemap.xml.gz", "assets/javascripts/lunr/", "assets/javascripts/workers/")
_FIRST_YEAR = 1980  # a ZIP knows no earlier one


class BuildFailed(Exception):
    """The site could not be built; what MkDocs said of it."""


def offline_site(course: Path) -> bytes:
    """Build the site of the folder `course`, with file names as addresses, and pack it. Raises BuildFailed, OSError."""
    with tempfile.TemporaryDirectory(prefix="banxing-", ignore_cleanup_errors=True) as folder:
        _build(course / CONFIG, Path(folder))
        return pack(Path(folder), _time())


def pack(site: Path, time: datetime) -> bytes:
    """A ZIP of the site's files, in order and all of one time: the same files give the same bytes.

    Names outside ASCII are marked as UTF-8, or they would be read as GBK on Chinese Windows: `zipfile` does that.
    """
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in names:
            if name.startswith(_LEFT_OUT) or name.endswith(".map"):
                continue
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", time.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, wherever it is made: with the mode below all may read it there too
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, (site / name).read_bytes())
    return packed.getvalue()


def _build(config: Path, site: Path) -> None:
    """MkDocs in a process of its own: only `plugin` knows its insides."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--no-directory-urls"]
    quiet = {"NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    run = subprocess.run(
        [*command, "-f", str(config), "-d", str(site)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**os.environ, **quiet},
    )
    if run.returncode:
        said = run.stderr.decode(errors="replace").splitlines()
        raise BuildFailed("\n".join(line for line in said if not line.startswith("INFO")).strip())


def _time() -> datetime:
    """SOURCE_DATE_EPOCH, which the build has found to be a number; else now."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    time = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return max(time, datetime(_FIRST_YEAR, 1, 1, tzinfo=UTC))
