"""Pages of the public site."""

from convergence.website.models.base import PublicPage
from convergence.website.models.copies import PageCopy
from convergence.website.models.links import WatchedLink
from convergence.website.models.moving import MovedItem, MovingRun, MovingState
from convergence.website.models.news import NewsIndexPage, NewsPage
from convergence.website.models.pages import ContactPage, HomePage, TextPage
from convergence.website.models.registers import (
    DirectoryPage,
    HistoryPage,
    MapPage,
    MissionPage,
    NetworksPage,
    PeoplePage,
)
from convergence.website.models.searching import SearchEntry, SearchKind, SearchState

__all__ = [
    "ContactPage",
    "DirectoryPage",
    "HistoryPage",
    "HomePage",
    "MapPage",
    "MissionPage",
    "MovedItem",
    "MovingRun",
    "MovingState",
    "NetworksPage",
    "NewsIndexPage",
    "NewsPage",
    "PageCopy",
    "PeoplePage",
    "PublicPage",
    "SearchEntry",
    "SearchKind",
    "SearchState",
    "TextPage",
    "WatchedLink",
]
