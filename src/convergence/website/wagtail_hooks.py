"""What the site adds to Wagtail: refusals before publishing, acronyms in running text."""

from collections.abc import Iterable
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
from wagtail_localize.models import Translation

from convergence.website.addresses import refuse_taken
from convergence.website.publishing import lacks


@hooks.register("before_publish_page")
def refuse_unready(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to publish a page whose pictures lack credit, words or consent; the draft is kept."""
    if not lacks(request, page):
        return None
    if page.live and page.first_published_at is None:  # a new page stands in the tree as live before it is asked
        Page.objects.filter(pk=page.pk).update(live=False, has_unpublished_changes=True)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_edit_page", order=-1)
def refuse_unready_translation(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to publish such a page in another language: wagtail-localize publishes without asking anybody."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    rows = Translation.objects.filter(source__object_id=page.translation_key, target_locale_id=page.locale_id)
    translation = rows.filter(enabled=True).select_related("source").first()
    if translation is None or not lacks(request, translation.source.as_instance()):
        return None
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def refuse_unready_among_several(
    request: HttpRequest, action: str, pages: list[Any], asked: Any
) -> HttpResponse | None:
    """Refuse to publish pages chosen in a list while one of them has such a picture: nothing is half published."""
    if action != "publish" or asked.model is not Page:
        return None
    asked_below = asked.cleaned_form is not None and asked.cleaned_form.cleaned_data.get("include_descendants")
    below = [one for page in pages for one in page.get_descendants().not_live()] if asked_below else []
    unready = [page for page in [*pages, *below] if lacks(request, page.get_latest_revision_as_object())]
    return redirect("wagtailadmin_explore", unready[0].get_parent().pk) if unready else None


@hooks.register("before_copy_page")
def refuse_copying_unready(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse copies that would be public at once while one of the pages shows such a picture; a draft may be copied."""
    if request.method != "POST" or not request.POST.keys() & {"publish_copies", "alias"}:
        return None
    below = page.get_descendants().live() if request.POST.get("copy_subpages") else Page.objects.none()
    unready = [one for one in [page, *below] if one.live and lacks(request, one.specific)]
    return redirect("wagtailadmin_explore", page.get_parent().pk) if unready else None


@hooks.register("before_move_page")
def refuse_moving_the_root(request: HttpRequest, page: Page, destination: Page) -> None:
    """Refuse what may not be moved there before anything is asked about it: the root itself has no place above it.

    Raises:
        PermissionDenied: the page may not be moved there by this person.
    """
    if page.is_root() or not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied


@hooks.register("before_move_page")
def refuse_moving_out_of_sight(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Refuse to move a page to an address of the product."""
    return _refused(request, [page], destination)


@hooks.register("before_bulk_action")
def refuse_moving_several_out_of_sight(
    request: HttpRequest, action: str, pages: list[Any], asked: Any
) -> HttpResponse | None:
    """Refuse to move pages, chosen in a list, to an address of the product."""
    if action != "move" or asked.model is not Page or asked.cleaned_form is None:
        return None
    return _refused(request, pages, asked.cleaned_form.cleaned_data["chooser"])


def _refused(request: HttpRequest, pages: Iterable[Page], destination: Page) -> HttpResponse | None:
    for page in pages:
        try:
            refuse_taken(destination, page.slug)
        except ValidationError as refused:
            messages.error(request, f"{page.title} : {refused.messages[0]}")
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


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
