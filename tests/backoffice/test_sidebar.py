"""The sidebar of the back office: the same entries and script as Wagtail writes."""

import pytest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import JSContext, registry
from wagtail.admin.ui import sidebar

from convergence.backoffice.sidebar import EntryAdapter

ENTRY = sidebar.LinkMenuItem("contacts", _("Contacts"), "/gestion/contacts/", icon_name="user", attrs={"data-x": "1"})
PARTS = sidebar.SubMenuItem("members", _("Members"), [ENTRY], icon_name="group")


@pytest.mark.parametrize("item", [ENTRY, PARTS], ids=["entry", "part"])
def test_an_entry_is_written_as_wagtail_writes_it(item: sidebar.MenuItem, monkeypatch: pytest.MonkeyPatch) -> None:
    written = JSContext().pack(item)
    assert written["_type"] == f"wagtail.sidebar.{type(item).__name__}"
    for kind in (sidebar.LinkMenuItem, sidebar.SubMenuItem):
        ours = registry.find_adapter(kind)
        assert isinstance(ours, EntryAdapter)
        monkeypatch.setitem(registry.adapters, kind, ours.known)
    assert JSContext().pack(item) == written


@pytest.mark.django_db
def test_a_page_of_the_back_office_still_brings_the_script(cast) -> None:
    page = cast.client("coordinator").get("/gestion/").content.decode()
    assert page.count("wagtailadmin/js/sidebar.js") == 1
    assert page.count('"_type": "wagtail.sidebar.LinkMenuItem"') > 20
