"""Settings of the benchmarks: the product's own, plus Django's bare admin to compare with."""

from convergence.config.settings import *  # noqa: F403
from convergence.config.settings import INSTALLED_APPS, MIDDLEWARE, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin"]
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
ROOT_URLCONF = "bench.urls"
SECOND_FACTOR_REQUIRED = False
ALLOWED_HOSTS = ["*"]
