"""The components of the pages, as template tags. Their looks are in components.css, their use at /styleguide/."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime

from django import template
from django.forms import BoundField
from django.template.context import RequestContext
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from convergence.core import dates
from convergence.core.money import format_cents
from convergence.core.presses import PRESS_KEY
from convergence.ui import drawings
from convergence.ui.charts import BarChart

register = template.Library()


@register.inclusion_tag("ui/components/figure.html")
def figure(value: object, label: str, source: str = "", qualifier: str = "") -> dict[str, object]:
    """Draw a number with its qualifier before it, its meaning and its source beneath."""
    return {"value": value, "label": label, "source": source, "qualifier": qualifier}


@register.inclusion_tag("ui/components/progress.html")
def progress(done: int, total: int, label: str = "", *, words: bool = True) -> dict[str, object]:
    """Draw a thread, `done` of `total` of it drawn; a total of 0 draws nothing done.

    Without `words` only the thread is seen; the label is still read aloud.
    """
    percent = min(100, round(100 * done / total)) if total else 0
    return {"done": done, "total": total, "label": label, "percent": percent, "words": words}


@register.inclusion_tag("ui/components/steps.html")
def steps(steps: Iterable[object]) -> dict[str, object]:
    """Draw the steps of a task; each has `label`, `state` (done, current, to_come), and may have `href`, `note`."""
    return {"steps": steps}


@register.inclusion_tag("ui/components/empty.html")
def empty(words: str, title: str = "", href: str = "", act: str = "", *, primary: bool = False) -> dict[str, object]:
    """Say that nothing is here, what that means, and offer one act."""
    return {"words": words, "title": title, "href": href, "act": act, "primary": primary}


@register.inclusion_tag("ui/components/notice.html")
def notice(words: str, title: str = "", level: str = "info") -> dict[str, object]:
    """Say something important; levels: info, success, warning, error."""
    return {"words": words, "title": title, "level": level}


@register.simple_tag
def press_key(*, in_address: bool = False) -> SafeString:
    """Draw a key that is sent with a form that asks for no token against forged requests: a double click acts once.

    A form with files has it in the address that it goes to.
    """
    key = secrets.token_urlsafe(16)
    if in_address:
        return format_html("{}={}", PRESS_KEY, key)
    return format_html('<input type="hidden" name="{}" value="{}">', PRESS_KEY, key)


@register.simple_tag
def drawing(name: str, classes: str = "") -> SafeString:
    """Draw one of `ui.drawings`; it says nothing that the words beside it do not."""
    return mark_safe(drawings.svg(name, classes))  # noqa: S308  (shapes of our own, no word of anybody)


@register.inclusion_tag("ui/components/bars.html")
def bar_chart(chart: BarChart, *, is_titled: bool = False) -> dict[str, object]:
    """Draw a chart laid out by `ui.charts.bars`; put a table of the same numbers beside it.

    `is_titled`: a heading above says the same, so the title is only read aloud.
    """
    return {"chart": chart, "is_titled": is_titled}


@register.inclusion_tag("ui/components/pages.html", takes_context=True)
def pages(context: RequestContext, page: object) -> dict[str, object]:
    """Draw the way to the previous and next page of a Django paginator's page, keeping the filters of the address."""
    return {"page": page, "request": context["request"]}


@register.simple_tag(takes_context=True)
def page_address(context: RequestContext, number: int) -> str:
    """Return the query string of page `number`, keeping the other parameters."""
    query = context["request"].GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


@register.simple_tag
def status(state: str, words: str) -> str:
    """Draw the state of a thing: a knot and words. States: done, going, waiting, late, off."""
    return format_html('<span class="status status--{}">{}</span>', state, words)


@register.filter
def is_said_optional(field: BoundField) -> bool:
    """Tell whether a field is marked as optional: only where another field of its form is asked for."""
    return not field.field.required and any(one.required for one in field.form.fields.values())


@register.filter
def unlocalized(number: float) -> str:
    """Return a number as an attribute of SVG wants it: a point, no grouping."""
    return f"{number:g}"


@register.filter
def breakable(address: str) -> SafeString:
    """Let an e-mail address go to the next line before its @, not in the middle of a word."""
    name, sign, host = str(address).partition("@")
    return format_html("{}<wbr>{}{}", name, sign, host) if sign else format_html("{}", address)


@register.filter
def money(cents: int | None) -> str:
    """Write whole cents for people, in the language of the page; nothing for None."""
    return "" if cents is None else format_cents(cents)


@register.filter
def long_day(day: date | None) -> str:
    """Write a day in full in the language of the page: 1er décembre 2023; nothing for None."""
    if not day:
        return ""
    return dates.long_day(day)


@register.filter
def long_moment(at: datetime | None) -> str:
    """Write a moment in full, day and hour: 1er décembre 2023, 14 h 05; nothing for None."""
    return dates.long_moment(at) if at else ""


@register.simple_tag
def today() -> str:
    """Write today in full with its weekday, in the language of the page."""
    return dates.full_day(timezone.localdate())
