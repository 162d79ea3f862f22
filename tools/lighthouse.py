"""Lighthouse on five pages of the example, median of five runs each, as JSON; ends with 1 when a promise is not kept.

    make lighthouse                      home, history, a piece of news, the directory, the personal dues form
    make lighthouse ARGS="--runs 1"      once each, while working

Times taken on a busy machine are lower bounds of the score: `load` says how busy it was. The personal form asks not to be
indexed, as it must: of that page alone, the question whether it may be is left out.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.journeys.server import Installation, installation  # noqa: E402

LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
# What telephones call 2G: 280 kbit a second, 800 ms there and back, a processor four times slower than this one.
SLOW_NET = {"offline": False, "latency": 800, "downloadThroughput": 35_000, "uploadThroughput": 32_000}
SLOW_PROCESSOR = {"rate": 4}
PAINTED = """() => new Promise(told => new PerformanceObserver(seen => {
    const first = seen.getEntriesByName('first-contentful-paint')[0]; if (first) told(first.startTime)
}).observe({type: 'paint', buffered: true}))"""
SENT = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .reduce((sum, one) => sum + one.transferSize, 0)"""
PAGES = {
    "home": "/",
    "history": "/histoire/",
    "news": "/nouvelles/syndicat-inisa-2000/",
    "directory": "/membres/",
}
LINK = """
from convergence.membership.commands.answers import token_of_link
from convergence.membership.models import PersonalLink
from django.utils import timezone
live = PersonalLink.objects.filter(revoked_at=None, expires_at__gt=timezone.now(), recipient__call__state="ISSUED")
print("/c/" + token_of_link(live.first()) + "/cotisation/")
"""
MISSING = """Lighthouse is not installed. It needs Node 18 or later (Debian: apt-get install nodejs npm); then, in build/ which git ignores:
  PUPPETEER_SKIP_DOWNLOAD=1 npm install --prefix build/lighthouse lighthouse@12
Another place may be named: LIGHTHOUSE=/path/to/lighthouse make lighthouse
"""


def program() -> str | None:
    """Return the path of Lighthouse, None when it is not here."""
    places = [
        os.environ.get("LIGHTHOUSE", ""),
        str(ROOT / "build/lighthouse/node_modules/.bin/lighthouse"),
        "lighthouse",
    ]
    return next((found for place in places if place and (found := shutil.which(place))), None)


def run(lighthouse: str, address: str, *, more: list[str]) -> dict[str, Any]:
    """Run Lighthouse once and return its report; a browser that did not start is started again, twice at most."""
    for _attempt in range(3):
        told = attempted(lighthouse, address, more=more)
        if isinstance(told, dict):
            return told
    raise SystemExit(f"Lighthouse did not read {address}:\n{told}")


def attempted(lighthouse: str, address: str, *, more: list[str]) -> dict[str, Any] | str:
    """Return the report of one run, or what Lighthouse complained of."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        ended = subprocess.run(
            [
                lighthouse, address, "--quiet", "--output=json", f"--output-path={report}",
                "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage",
                f"--only-categories={','.join(LEAST)}", *more,
            ],
            check=False,
            capture_output=True,
            text=True,
            env=os.environ | {"CHROME_PATH": shutil.which("chromium") or ""},
        )  # fmt: skip
        if ended.returncode:
            return ended.stderr
        told: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        return told


def measured(lighthouse: str, there: Installation, path: str, runs: int) -> dict[str, Any]:
    """Return the median scores of a page, and what the last run found wanting."""
    more = ["--skip-audits=is-crawlable"] if path.startswith("/c/") else []
    reports = [run(lighthouse, there.url + path, more=more) for _ in range(runs)]
    scores = {
        name: round(statistics.median(report["categories"][name]["score"] * 100 for report in reports))
        for name in LEAST
    }
    wanting = {
        audit["id"]: audit.get("displayValue") or audit["title"]
        for name, category in reports[-1]["categories"].items()
        for ref in category["auditRefs"]
        if (audit := reports[-1]["audits"][ref["id"]])["score"] is not None
        and audit["score"] < (0.9 if name == "performance" else 1)
        and ref["weight"]
    }
    times = {
        name: round(statistics.median(report["audits"][name]["numericValue"] for report in reports))
        for name in ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time")
    }
    return {
        "scores": scores,
        "milliseconds": times,
        "wanting": wanting,
        "met": all(scores[n] >= LEAST[n] for n in LEAST),
    }


def second_generation(there: Installation, runs: int) -> dict[str, int]:
    """Return when the first text of the home page is seen on a 2G telephone, in ms, and the bytes of the whole page."""
    times, sent = [], 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for _run in range(runs):
            context = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-CA")
            page = context.new_page()
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", SLOW_NET)
            session.send("Emulation.setCPUThrottlingRate", SLOW_PROCESSOR)
            page.goto(there.url, timeout=90_000)
            times.append(page.evaluate(PAINTED))
            sent = page.evaluate(SENT)
            context.close()
        browser.close()
    return {"first text, ms": round(statistics.median(times)), "bytes sent": sent}


def main() -> int:
    """Start the example as it is served for good, measure its pages, print JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--only", default="", help="name of one page")
    given = options.parse_args()
    lighthouse = program()
    if lighthouse is None:
        sys.stderr.write(MISSING)
        return 1
    before = os.getloadavg()[0]
    with (
        tempfile.TemporaryDirectory() as folder,
        installation(Path(folder), demo=True, settings={"CONVERGENCE_DEBUG": "0"}) as there,
    ):
        pages = PAGES | {"dues form": there.manage("shell", "-c", LINK).strip().splitlines()[-1]}
        found = {
            name: measured(lighthouse, there, path, given.runs) for name, path in pages.items() if given.only in name
        }
        slow = second_generation(there, given.runs)
    told = {
        "runs": given.runs,
        "home on 2G": slow,
        "load": [round(before, 1), round(os.getloadavg()[0], 1)],
        "pages": found,
    }
    print(json.dumps(told, ensure_ascii=False, indent=2))
    return int(not all(page["met"] for page in found.values()))


if __name__ == "__main__":
    raise SystemExit(main())
