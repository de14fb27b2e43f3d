"""The brief as PDF: Typst (tagged PDF/A-2a and PDF/UA-1) beside WeasyPrint on the same content.

WeasyPrint gets every sentence and figure that stands on our four pages, a paragraph a section, in the same
font; it writes an ordinary untagged PDF with no layout. A number in the title changes from run to run, so
that nothing is answered from memory. Preparing the sentences is counted for neither. Median and best of
seven, after one warm-up.
"""

import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

__all__ = ["run"]

ROOT = Path(__file__).resolve().parent.parent
RUNS = 7


def run(shared: Path) -> list[dict[str, Any]]:
    """Rows of language, engine, pages, seconds; measured in a process of its own on the real ties."""
    with tempfile.TemporaryDirectory(prefix="girih-bench-") as home:
        environment = {**os.environ, "GIRIH_HOME": home, "DJANGO_SETTINGS_MODULE": "girih.config.settings"}
        ties = shared / "data/uccn_sister_ties.csv"
        girih = ROOT / ".venv/bin/girih"
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(
            [girih, "import-ties", ties, "--network", "uccn"], check=True, env=environment, **quiet
        )
        command = [sys.executable, "-m", "bench.paper"]
        found = subprocess.run(command, check=True, env=environment, cwd=ROOT, capture_output=True, text=True)
    return [
        dict(zip(("language", "by", "pages", "median s", "best s"), line.split("\t"), strict=True))
        for line in found.stdout.splitlines()
        if line.count("\t") == 4
    ]


def _timed(make: Callable[[int], bytes]) -> tuple[list[float], bytes]:
    taken, made = [], make(0)
    for number in range(1, RUNS + 1):
        began = time.perf_counter()
        made = make(number)
        taken.append(time.perf_counter() - began)
    return taken, made


def _sentences(value: Any) -> Iterator[str]:
    """Every text and figure of the paper's data, in order."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from _sentences(one)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def _html(paper: dict[str, Any], lang: str, number: int) -> str:
    from django.utils.html import escape

    font = (ROOT / "src/girih/web/static/web/dist/fonts/Vazirmatn-Regular.ttf").as_uri()
    direction = "rtl" if lang == "fa" else "ltr"
    style = f"@font-face {{ font-family: V; src: url({font}) }} body {{ font-family: V; font-size: 9pt }}"
    body = "".join(f"<p>{escape(' '.join(_sentences(part)))}</p>" for part in paper.values())
    return (
        f'<html lang="{lang}" dir="{direction}"><style>{style}</style>'
        f"<body><h1>{number}</h1>{body}</body></html>"
    )


def main() -> None:
    import django

    django.setup()
    import logging

    import pypdf
    import weasyprint
    from django.utils import timezone, translation

    from girih.kernel.access import Actor
    from girih.networks.models import Network
    from girih.networks.queries import brief_files
    from girih.networks.queries.brief import brief_for

    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    network = Network.objects.get(slug="uccn")
    now = timezone.now()
    for lang in ("fa", "en"):
        with translation.override(lang):
            brief = brief_for(Actor.machine("bench"), network=network, today=timezone.localdate(now))
            title = network.name_fa

            def typst(number: int, brief: Any = brief, title: str = title) -> bytes:
                network.name_fa = network.name_en = f"{title} {number}"
                return brief_files.brief_pdf(brief, at=now)

            def weasy(number: int, brief: Any = brief, lang: str = lang) -> bytes:
                page = _html(brief_files._paper(brief), lang, number)
                return weasyprint.HTML(string=page).write_pdf()

            makers = {"Girih (Typst)": typst, "WeasyPrint": weasy}
            for name, make in makers.items():
                taken, made = _timed(make)
                pages = len(pypdf.PdfReader(io.BytesIO(made)).pages)
                print(lang, name, pages, f"{statistics.median(taken):.3f}", f"{min(taken):.3f}", sep="\t")


if __name__ == "__main__":
    main()
