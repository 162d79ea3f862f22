"""Every form of every page, sent by those who may not: nothing of the database changes.

The forms are taken from the pages as the coordination sees them, with the values they hold, so that only the right to
act is missing. Who may only read sends all of them; an animator and a delegate send those about a union out of reach.
What a database bends, how far a role reaches, is tried on both by the walk of every door.
"""

import hashlib
from collections.abc import Iterator
from itertools import product

import pytest
from django.apps import apps

from convergence.documents.models import PictureRendition
from tests.doors.addresses import all_addresses
from tests.doors.conftest import Walk
from tests.doors.forms import forms_of
from tests.doors.test_every_door import NOT_TRIED, paths
from tests.plugins.databases import once

OUT_OF_REACH = once("animator", "delegate")
# What belongs to the person alone: everybody of the team has tokens and filters of their own.
ONES_OWN = ("gestion/jetons/", "gestion/contacts/filtres/")
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
