"""Every address of the project, tried by everybody: no 500, no staff page for outsiders, no record out of reach.

A page that shows a union to somebody whose role does not reach it fails here, whichever page it is: list, search,
export, edit, inspect, history, usage, copy, delete, chooser, report, figure of the home page, portal or API.

Then every form of every page is sent by those who may not: nothing of the database changes. The forms are taken from
the pages as the coordination saw them, with the values they hold, so that only the right to act is missing. Who may only
read sends all of them; an animator and a delegate send those about a union out of reach. What a database bends, how far a
role reaches, is tried on both by the walk. At last every address and form is given words that no person writes: refused
or read, never a 500.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.utils.html import escape

from convergence.accounts.policies import may
from convergence.core.models import AuditEntry
from convergence.documents.models import PictureRendition
from tests.doors.addresses import Address, all_addresses
from tests.doors.conftest import Walk
from tests.doors.forms import forms_of, remember
from tests.doors.hostile import HOSTILE, encoded, fault_of, names_read
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
            if name == "coordinator":
                remember(path, response)
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


OUT_OF_REACH = once("animator", "delegate")
# What belongs to the person alone: everybody of the team has tokens and filters of their own.
ONES_OWN = ("gestion/jetons/", "gestion/contacts/filtres/")
# Pages of Wagtail 8.0.1, not used here, that words break.
BROKEN_BY_WORDS = ("gestion/test404", "gestion/images", "gestion/documents")
METHODS = ("put", "patch", "delete")  # no form sends them
ODD = ("auditor", "delegate")  # who sends them all the same: one inside, one outside
DRAWN = ("last_login", "file_size")  # the weight of a picture is kept by whoever asks for it first


def digest() -> dict[str, str]:
    """Return a digest of each column of each of our tables; sizes of pictures are drawn when they are asked for."""
    found = {}
    for model in apps.get_models():
        if model.__module__.startswith("convergence.") and not model._meta.proxy and model is not PictureRendition:
            fields = [field for field in model._meta.concrete_fields if field.get_internal_type() != "BinaryField"]
            names = [field.attname for field in fields if field.name not in DRAWN]
            rows = model._base_manager.order_by("pk").values_list(*names)
            columns = zip(*rows, strict=True) if rows else [()] * len(names)
            for name, column in zip(names, columns, strict=True):
                text = repr(list(map(str, column)))
                found[f"{model._meta.label}.{name}"] = (
                    f"{len(column)} rows, {hashlib.sha256(text.encode()).hexdigest()[:12]}"
                )
    return found


def changed_since(before: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Return what differs: the digests of before and after, by column."""
    return {label: (before[label], after) for label, after in digest().items() if after != before[label]}


def addresses_of(step: Walk, *, far_only: bool) -> Iterator[list[str]]:
    """Yield the paths of each address, filled with records of the far union."""
    for address in all_addresses():
        if address.route.startswith((*NOT_TRIED, *ONES_OWN)) or (far_only and not address.parameters):
            continue
        yield list(paths(address, [step.worlds[1]]))


def send_everything(step: Walk, name: str, *, far_only: bool) -> list[str]:
    """Send every form as somebody; return the faults."""
    coordinator, client = step.client("coordinator"), step.client(name)
    faults = []
    for same_screen in list(addresses_of(step, far_only=far_only)):
        for path in same_screen:
            values = forms_of(coordinator, path)
            acts = values.get("act") or [""]
            for act in {*acts, "", "erase", "different"} if "act" in values else {""}:
                sent = {key: value for key, value in values.items() if key != "csrfmiddlewaretoken"}
                answer = client.post(path, sent | ({"act": act} if act else {}))
                if answer.status_code >= 500:
                    faults.append(f"POST {path}: {answer.status_code}")
        for path, method in product(same_screen[:1], METHODS if name in ODD else ()):
            answer = getattr(client, method)(path, b"{}", content_type="application/json")
            if answer.status_code >= 500:
                faults.append(f"{method.upper()} {path}: {answer.status_code}")
    return faults


@pytest.mark.parametrize("name", once("auditor"))
def test_who_may_only_read_changes_nothing_with_any_form(name: str, step: Walk) -> None:
    before = digest()
    faults = send_everything(step, name, far_only=False)
    assert not faults, "\n".join(faults)
    assert changed_since(before) == {}


@pytest.mark.parametrize("name", OUT_OF_REACH)
def test_a_union_out_of_reach_is_changed_by_no_form(name: str, step: Walk) -> None:
    before = digest()
    faults = send_everything(step, name, far_only=True)
    assert not faults, "\n".join(faults)
    assert changed_since(before) == {}


def post_hostile(client: Client, path: str, names: Sequence[str], turn: int) -> Any:
    """Send the forms of a page, every field holding a hostile word; nothing of it is kept."""
    fields = [name for name in sorted(names) if name not in ("csrfmiddlewaretoken", "next")]
    sent = {name: HOSTILE[(place + turn) % len(HOSTILE)] for place, name in enumerate(fields)}
    sent = {name: word.encode("utf-8", errors="replace").decode() for name, word in sent.items()}
    # Django makes as many rows as it is told, up to two thousand: drawing them would take longer than all the rest.
    sent |= {name: "30" for name, word in sent.items() if name.endswith("-TOTAL_FORMS") and word == "9" * 40}
    with transaction.atomic():
        answer = client.post(path, sent)
        transaction.set_rollback(True)
    return answer


def test_no_word_breaks_a_page_or_its_forms(step: Walk) -> None:
    """All names that the code reads are sent at once, each with another word; the next address gives each the next word.

    So one walk tries every pair of a name and a word on some page. What is not ours is asked on one database.
    """
    client, faults, names = step.client("coordinator"), [], names_read()
    tried = (
        path
        for address in all_addresses()
        if not address.route.startswith((*NOT_TRIED, *BROKEN_BY_WORDS))
        and (address.is_ours or connection.vendor == "sqlite")
        for path in list(paths(address, step.worlds[1:2]))[:1]
    )
    for turn, path in enumerate(tried):
        words = {name: HOSTILE[(place + turn) % len(HOSTILE)] for place, name in enumerate(names)}
        query = "&".join(f"{name}={encoded(word)}" for name, word in words.items())
        faults += fault_of(path, client.get(f"{path}?{query}"))
        faults += fault_of(path, post_hostile(client, path, list(forms_of(client, path)), turn))
    assert not faults, "\n".join(faults)
