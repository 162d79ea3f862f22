"""In which language a page speaks: its address decides on the public site, the person everywhere else."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.urls import Resolver404, get_urlconf, resolve
from django.utils import translation

PAGES, SERVING = "website", "wagtail_serve"


class PageLanguageMiddleware(LocaleMiddleware):
    """Reads the language of a public page from its address (`/en/…`; none: French), of others from the person's choice.

    Django's own middleware would speak French on every address without a prefix, the members' space included.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Choose the language."""
        language = translation.get_language_from_path(request.path_info)
        if language is None:
            language = settings.LANGUAGE_CODE if is_public_page(request) else _chosen(request)
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE


def _chosen(request: HttpRequest) -> str:
    return translation.get_language_from_request(request, check_path=False)


def is_public_page(request: HttpRequest) -> bool:
    """Tell whether the address is one of the public site, in whichever language."""
    return _is_public(request.path_info, get_urlconf() or settings.ROOT_URLCONF)


@lru_cache(maxsize=2_000)
def _is_public(path: str, _addresses: Any) -> bool:
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    try:
        with translation.override(language):
            match: Any = resolve(path)
    except Resolver404:
        return False
    return PAGES in match.app_names or match.url_name == SERVING
