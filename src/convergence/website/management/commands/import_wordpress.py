"""`manage.py import_wordpress`: an export of WordPress into the pages of the public site, from the command line."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from convergence.core.errors import DomainError
from convergence.website.moving import runs
from convergence.website.moving.errors import MovingRefused
from convergence.website.moving.media import FolderMedia, Media, NoMedia
from convergence.website.moving.redirects import read_addresses
from convergence.website.moving.reporting import COUNTED, Level, Report


class Command(BaseCommand):
    """Bring pages, posts and files of a WordPress export (WXR), and print what was dropped or is to be looked at.

    Exit codes: 0 done, 1 the file or the options are refused (a French sentence on stderr says why; nothing is written).
    """

    help = "Bring the pages, news and files of a WordPress export (WXR) into the public site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", help="export of WordPress (Tools, Export, All content)")
        parser.add_argument(
            "--media", default="", help="folder that holds wp-content/uploads; nothing is fetched from the web"
        )
        parser.add_argument("--addresses", default="", help="CSV: old path;short name of the page that it leads to")
        parser.add_argument("--dry-run", action="store_true", help="try only, write nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, in French unless the environment's language is another."""
        with translation.override(translation.get_language() or "fr"):
            try:
                report = self._bring(**options)
            except DomainError as error:
                raise CommandError(str(error), returncode=1) from error
            if options["json"]:
                self.stdout.write(json.dumps(report.for_machines(), ensure_ascii=False, indent=1))
            else:
                self._print(report)

    def _bring(self, **options: Any) -> Report:
        path = Path(options["file"])
        if not path.is_file():
            raise MovingRefused("no_such_file", path=str(path))
        media: Media = FolderMedia(runs.folder_of(options["media"])) if options["media"] else NoMedia()
        addresses = None
        if options["addresses"]:
            listed = Path(options["addresses"])
            if not listed.is_file():
                raise MovingRefused("no_such_file", path=str(listed))
            addresses = read_addresses(listed.read_text(encoding="utf-8-sig", errors="replace"))
        with path.open("rb") as stream:
            return runs.bring(
                stream=stream,
                media=media,
                actor=None,
                at=timezone.now(),
                for_good=not options["dry_run"],
                name=path.name,
                addresses=addresses,
            )

    def _print(self, report: Report) -> None:
        for key, label in COUNTED.items():
            if report.counts.get(key):
                self.stdout.write(f"{report.counts[key]:6}  {label}")
        for level in Level:
            lines = report.at(level)
            if lines:
                self.stdout.write(f"\n{level.label} ({len(lines)})")
            for line in lines:
                times = f" (× {line.count})" if line.count > 1 else ""
                where = f"{line.where}: " if line.where else ""
                self.stdout.write(f"  {where}{line.sentence}{times}")
