"""What every list of the back office shares: filters that a person keeps, and the list as a file."""

from convergence.backoffice.lists.files import csv_download, download, streamed, xlsx_download
from convergence.backoffice.lists.screens import Screen, listing, screen_of

__all__ = ["Screen", "csv_download", "download", "listing", "screen_of", "streamed", "xlsx_download"]
