"""`banxing offline`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from banxing.cli.app import Exit, LangOption, Root, Stop, app, say, spoken, usage
from banxing.exchange.writing import write_all
from banxing.messages import text
from banxing.offline import CONFIG, BuildFailed, offline_site

OFFLINE = Path("dist/banxing-offline.zip")


@app.command()
def offline(
    out: Annotated[Path, typer.Option("--out", "-o", help="要写的 ZIP · the ZIP to write")] = OFFLINE,
    root: Root = Path(),
    lang: LangOption = None,
) -> int:
    """把整个网站打成一个 ZIP，解压到 U 盘就能用 · the whole site as one ZIP for a USB stick."""
    speak = spoken(lang)
    if not (root / CONFIG).is_file():
        usage(text("offline.no_config", speak, root=root.resolve()))
    say(text("offline.building", speak))
    try:
        packed = offline_site(root)
        write_all({out: packed})
    except BuildFailed as failed:
        say(str(failed))
        raise Stop(Exit.FINDINGS, text("offline.failed", speak)) from failed
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Stop(Exit.FAILED, text("sheet.cannot_write", speak, path=error.filename or out, reason=reason)) from error
    say(text("offline.written", speak, path=out, size=f"{len(packed) / 1e6:.1f}"))
    return Exit.CLEAN
