"""Every address of the project, tried by everybody: no 500, no staff page for outsiders, no record out of reach.

A page that shows a union to somebody whose role does not reach it fails here, whichever page it is: list, search,
export, edit, inspect, history, usage, copy, delete, chooser, report, figure of the home page, portal or API.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils.html import escape

from convergence.accounts.policies import may
from convergence.core.models import AuditEntry
from convergence.documents.models import PictureRendition
from tests.doors.addresses import Address, all_addresses
from tests.doors.conftest import Walk
from tests.plugins.databases import once

OUTSIDE = {"delegate", "partner", "nobody", "anonymous"}
NEAR_AND_FAR = {"coordinator", "animator", "delegate"}
CHANGES_NOTHING = once("partner", "nobody", "anonymous")  # the auditor sends every form with its values
# What a role may is read from one table, which no database bends; how far it reaches (a region, one's own) is.
PLACES = [
    "coordinator",
    "animator",
    "delegate",
    *once("treasurer", "communications", "education", "projects", "board", "auditor"),
    *once(*sorted(OUTSIDE - {"delegate"})),
]
WORDS = {
    "language": "fr",
    "lang": "fr",
    "role": "nobody",
    "app_label": "contacts",
    "model_name": "contact",
    "token": "x" * 43,
}
# Pages that end the session or that belong to the person alone; Wagtail's picture of a fault; faults of Wagtail 8.0.1
# when nothing is posted, on pages that this project does not use.
NOT_TRIED = (
    "gestion/failwhale/",
    "gestion/localize/reports/",
    "gestion/choose-",
    "gestion/editing-sessions/",
    "gestion/pages/<int:page_to_move_id>/set_position/",
    "gestion/logout/",
    "gestion/account/",
    "gestion/sprite/",
    "gestion/jsi18n/",
)


def values_of(address: Address, worlds: Sequence[dict[type, set[Any]]]) -> list[list[Any]]:
    """Return the values to try for each parameter: a record of the one union and of the other."""
    tried = []
    for name, converter in address.parameters:
        model = address.model if name in ("pk", "object_id") else model_named(name)
        ids: list[Any] = []
        if model is not None:
            ids = [pk for world in worlds if (pk := of_kind(model, world.get(model._meta.concrete_model, set())))]
            ids = ids or list(model._base_manager.order_by("pk").values_list("pk", flat=True)[:1])
        tried.append(
            ids
            or [
                WORDS.get(
                    name,
                    "x" if name != "pk" and converter in ("StringConverter", "SlugConverter", "PathConverter") else 1,
                )
            ]
        )
    return tried


def of_kind(model: Any, ids: set[Any]) -> Any:
    """Return one of the ids that this very model has: a person's page is tried with a person, not with a union."""
    return (
        model._default_manager.filter(pk__in=ids).order_by("pk").values_list("pk", flat=True).first() if ids else None
    )


def model_named(parameter: str) -> Any:
    """Return the model that a parameter such as `invoice_id` speaks of."""
    wanted = parameter.removesuffix("_id").removesuffix("_pk").replace("_", "")
    for model in apps.get_models():
        if model.__module__.startswith("convergence.") and model._meta.model_name in (
            wanted,
            f"dues{wanted}",
            f"call{wanted}",
        ):
            return model
    return None


def paths(address: Address, worlds: Sequence[dict[type, set[Any]]]) -> Iterator[str]:
    """Yield the paths of an address, its parameters filled."""
    names = [name for name, _converter in address.parameters]
    for values in product(*values_of(address, worlds)):
        path = address.route
        for name, value in zip(names, values, strict=True):
            path = re.sub(rf"<(?:\w+:)?{name}>|\(\?P<{name}>[^)]*\)", str(value), path)
        path = path.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", "")
        if "(" not in path and "<" not in path:
            yield f"/{path}"


def body(response: Any) -> str:
    """Return what a response says, spreadsheets unpacked."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    return content.decode("utf-8", errors="replace")


def shown_of(words: Sequence[str], response: Any) -> list[str]:
    """Return which of some words a page says as whole words.

    What is drawn anew for each answer (nonce, form token) does not count: that may spell anything.
    """
    said = body(response)
    near = [word for word in words if word in said or escape(word) in said]
    if not near:
        return []
    drawn = r"""(nonce=|name="csrfmiddlewaretoken" value=|['"]?(?:csrfToken|CSRF_TOKEN)['"]?: ?)['"][\w+/=-]+['"]"""
    plain = re.sub(drawn, "", unescape(said))
    return [word for word in near if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", plain)]


def get(client: Client, path: str) -> Any:
    """Ask for a page; what our own code raises becomes a 500."""
    return client.get(path)


@pytest.mark.parametrize("name", PLACES)
def test_walks_every_door(name: str, step: Walk):
    client = step.client(name)
    user = step.users.get(name)
    hidden = [word for word, (action, record) in step.secrets().items() if not (user and may(user, action, record))]
    # Who reads all unions or none sees the near one as the far one.
    worlds = step.worlds if name in NEAR_AND_FAR else step.worlds[1:]
    faults: list[str] = []
    for address in all_addresses():
        if address.route.startswith(NOT_TRIED):
            continue
        for path in paths(address, worlds):
            response = get(client, path)
            if response.status_code >= 500:
                faults.append(f"{path}: {response.status_code}")
            if name in OUTSIDE and path.startswith("/gestion/") and response.status_code == 200 and "login" not in path:
                faults.append(f"{path}: a page of the back office")
            faults += [f"{path}: shows {word!r}" for word in shown_of(hidden, response)]
    assert faults == []


@pytest.mark.parametrize("name", CHANGES_NOTHING)
def test_who_is_not_of_the_team_changes_nothing(name: str, step: Walk):
    client = step.client(name)
    before = state()
    faults = []
    for address in all_addresses():
        if address.route.startswith(NOT_TRIED):
            continue
        for path in paths(address, step.worlds[1:2]):
            response = client.post(path, {})
            if response.status_code >= 500:
                faults.append(f"{path}: {response.status_code}")
    assert faults == []
    assert state() == before


def state() -> dict[str, int]:
    """Return the number of rows of each of our tables, and of audit lines; sizes of pictures are drawn when asked for."""
    ours = (model for model in apps.get_models() if model.__module__.startswith("convergence."))
    kept = (model for model in ours if model is not PictureRendition)
    return {model._meta.label: model._base_manager.count() for model in kept} | {"audit": AuditEntry.objects.count()}
