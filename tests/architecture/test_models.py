"""What import-linter cannot see of the models."""

import pytest
from django.apps import apps
from django.db import models

LAYERS = [
    {"core"},
    {"ui"},
    {"accounts"},
    {"documents", "vocabulary"},
    {"contacts"},
    {"messaging"},
    {"activities"},
    {"finance"},
    {"membership", "donations", "tools", "cooperation", "watch", "history"},
    {"trainings", "gatherings", "exhibitions", "tours", "stays", "projects"},
    {"campaigns", "coalition", "governance", "newsletters"},
    {"reporting"},
    {"website", "portal", "backoffice", "api"},
    {"demo"},
]
HEIGHT = {app: height for height, layer in enumerate(LAYERS) for app in layer}
OURS = [model for model in apps.get_models() if model.__module__.startswith("convergence.")]


def label(model: type[models.Model]) -> str:
    return model._meta.label


@pytest.mark.parametrize("model", OURS, ids=label)
def test_docstring_says_which_personal_data_is_held(model: type[models.Model]):
    assert "Personal data:" in (model.__doc__ or "")


@pytest.mark.parametrize("model", OURS, ids=label)
def test_keys_point_downwards_or_sideways_within_the_app(model: type[models.Model]):
    upwards = []
    own = model._meta.app_label
    for field in model._meta.get_fields(include_hidden=False):
        target = field.related_model if field.is_relation and not field.auto_created else None
        if not isinstance(target, type) or not target.__module__.startswith("convergence."):
            continue
        other = target._meta.app_label
        if other != own and HEIGHT[other] >= HEIGHT[own]:
            upwards.append(f"{field.name} -> {target._meta.label}")
    assert upwards == []


@pytest.mark.parametrize("model", OURS, ids=label)
def test_save_is_not_overridden(model: type[models.Model]):
    defined = [base for base in model.__mro__ if "save" in vars(base)]
    assert [base.__module__ for base in defined if base.__module__.startswith("convergence.")] == []
