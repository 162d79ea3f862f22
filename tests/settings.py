"""Settings of the tests: the product's own, minus what only serves a deployment."""

import tempfile
from pathlib import Path

from convergence.config.settings import *  # noqa: F403
from convergence.config.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE, STORAGES

# A database in memory is gone once its connection closes by age.
DATABASES = {"default": {**DATABASES["default"], "CONN_MAX_AGE": None}}
MEDIA_ROOT = Path(tempfile.gettempdir()) / "convergence-tests"  # each test gets its own (tests/conftest.py)
SECOND_FACTOR_REQUIRED = False  # the cast is signed in directly; tests of sign-in turn it on
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Live servers of the journeys serve static files through the finders.
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]

# A page that queries once per row fails its test; on one database, as it reads as often on the other.
if "sqlite" in DATABASES["default"]["ENGINE"]:
    INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
    MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_RAISE = True
ZEAL_NPLUSONE_THRESHOLD = 3  # lists are tried with three rows; two readings of one row are not a loop
ZEAL_ALLOWLIST = [
    {"model": "accounts.User", "field": "get()"},
    {
        "model": "contenttypes.ContentType",
        "field": "get()",
    },  # django-modelcluster asks for the kind of each page it reads
    {"model": "core.Counter", "field": "get()"},  # a lock, taken by each command of an act
    {"model": "messaging.*", "field": "get()"},  # one act may write to two people, each letter a mailing of its own
    {"model": "wagtail*.*"},
    {"model": "website.*Page", "field": "_revisions"},  # Wagtail's own list for its explorer
    {"model": "website.*Page", "field": "get()"},  # Wagtail walks down to a page, one level after the other
]
# Tests of the second factor ask for it; the others sign in directly.
SECOND_FACTOR_REQUIRED = False
