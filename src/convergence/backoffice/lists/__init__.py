"""What every list of the back office shares: filters that a person keeps, and the list as a file."""

from convergence.backoffice.lists.bar import Bar, Choice, holding
from convergence.backoffice.lists.files import csv_download, download, in_blocks, streamed, xlsx_download
from convergence.backoffice.lists.screens import Screen, listing, screen_of

__all__ = [
    "Bar",
    "Choice",
    "Screen",
    "csv_download",
    "download",
    "holding",
    "in_blocks",
    "listing",
    "screen_of",
    "streamed",
    "xlsx_download",
]
