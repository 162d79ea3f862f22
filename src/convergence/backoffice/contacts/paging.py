"""Pages of long lists whose last page costs no more than the first."""

from typing import Any

from django.core.paginator import Page
from django.utils.functional import cached_property
from wagtail.admin.paginator import WagtailPaginator

FEW = 1000


class ContactPaginator(WagtailPaginator):  # type: ignore[misc]
    """Reads ids along the index, from the nearer end, then the rows of the page.

    A search reads at most `FEW` ids first: most searches find less, and are then counted without a second reading.
    """

    is_search = False

    @cached_property
    def few_ids(self) -> list[int] | None:
        """The ids found, when the list is a search that finds few."""
        if not self.is_search:
            return None
        ids = list(self.object_list.values_list("pk", flat=True)[: FEW + 1])
        return ids if len(ids) <= FEW else None

    @cached_property
    def count(self) -> int:
        """How many rows there are in all."""
        return len(self.few_ids) if self.few_ids is not None else self.object_list.order_by().count()

    def ids(self, bottom: int, top: int) -> list[int]:
        """Return the ids of the rows from `bottom` to `top`."""
        if self.few_ids is not None:
            return self.few_ids[bottom:top]
        rows = self.object_list.values_list("pk", flat=True)
        if bottom <= self.count // 2:
            return list(rows[bottom:top])
        return list(rows.reverse()[self.count - top : self.count - bottom])[::-1]

    def page(self, number: Any) -> Page:
        """Return a page whose rows are read by id."""
        number = self.validate_number(number)
        bottom = (number - 1) * self.per_page
        wanted = self.ids(bottom, min(bottom + self.per_page, self.count))
        found = self.object_list.model._default_manager.select_related("region", "part_of").in_bulk(wanted)
        return self._get_page([found[pk] for pk in wanted if pk in found], number, self)
