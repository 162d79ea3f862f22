"""The pages of the example site, parents before children."""

from convergence.demo.site.kit import Leaf
from convergence.demo.site.pages import act, coalition, cooperation, education, front, legal, news

PAGES: tuple[Leaf, ...] = (
    *front.PAGES,
    *education.PAGES,
    *cooperation.PAGES,
    *coalition.PAGES,
    *act.PAGES,
    *news.PAGES,
    *legal.PAGES,
)
