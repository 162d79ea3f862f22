"""What the site adds to Wagtail: refusals before publishing, acronyms in running text."""

from typing import Any

import wagtail.admin.rich_text.editors.draftail.features as draftail
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Page

from convergence.website.models import PublicPage


@hooks.register("before_publish_page")
def refuse_unready(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to publish a page whose pictures lack credit, words or consent; the draft is kept."""
    if not isinstance(page, PublicPage):
        return None
    try:
        page.refuse_unready_pictures()
    except ValidationError as refusal:
        if page.live and page.first_published_at is None:  # a new page stands in the tree as live before it is asked
            Page.objects.filter(pk=page.pk).update(live=False, has_unpublished_changes=True)
        for sentence in refusal.messages:
            messages.error(request, sentence)
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("before_move_page")
def refuse_moving_the_root(request: HttpRequest, page: Page, destination: Page) -> None:
    """Refuse what may not be moved there before anything is asked about it: the root itself has no place above it.

    Raises:
        PermissionDenied: the page may not be moved there by this person.
    """
    if page.is_root() or not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied


def _inline(features: Any, name: str, label: Any, tag: str, icon: str) -> None:
    style = name.upper()
    features.register_editor_plugin(
        "draftail", name, draftail.InlineStyleFeature({"type": style, "description": label, "icon": icon})
    )
    features.register_converter_rule(
        "contentstate",
        name,
        {
            "from_database_format": {tag: InlineStyleElementHandler(style)},
            "to_database_format": {"style_map": {style: tag}},
        },
    )


@hooks.register("register_rich_text_features")
def features(registry: Any) -> None:
    """Let editors mark an acronym; its expansion is read from the register of acronyms when the page is shown (S112)."""
    _inline(registry, "abbr", _("Acronym"), "abbr", "title")


class PicturesOfTheEditor(ImagesAdminAPIViewSet):  # type: ignore[misc]
    """The pictures that the page editor asks for, with the one size that it shows: two queries, however many."""

    def get_queryset(self) -> Any:
        """Return the pictures with their small size at hand."""
        return super().get_queryset().prefetch_renditions("max-165x165")


@hooks.register("construct_admin_api", order=10)
def read_sizes_of_pictures_once(router: Any) -> None:
    """Put our list of pictures in the place of Wagtail's, which asks for the size of each."""
    router.register_endpoint("images", PicturesOfTheEditor)
