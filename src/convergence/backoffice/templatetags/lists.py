"""The bar of kept filters above a list."""

from typing import Any

from django import template
from django.template import RequestContext

from convergence.backoffice.lists.bar import Bar
from convergence.backoffice.lists.screens import filters_in

register = template.Library()


@register.inclusion_tag("backoffice/lists/bar.html", takes_context=True)
def list_bar(context: RequestContext, bar: Bar) -> dict[str, Any]:
    """Show the search box and the choices of a list, its files, and the filters kept for it."""
    request = context["request"]
    choices = [
        {
            "name": one.name,
            "label": one.label,
            "everything": one.everything,
            "options": one.options,
            "value": one.chosen(request),
        }
        for one in bar.choices
    ]
    return {"request": request, "csrf_token": context.get("csrf_token"), "bar": bar, "choices": choices}


@register.inclusion_tag("backoffice/lists/filters.html", takes_context=True)
def kept_filters(context: RequestContext) -> dict[str, Any]:
    """Show the filters that the person kept for this list, and a field to keep the present one."""
    request = context["request"]
    name = request.resolver_match.view_name
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "kept": list(request.user.saved_filters.filter(screen=name)),
        "address": request.path,
        "query": filters_in(request),
    }
