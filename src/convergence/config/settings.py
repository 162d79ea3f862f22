"""Settings of Convergence. Every variable read here is described in docs/reference/settings.md."""

from email.utils import parseaddr
from hashlib import sha256
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from convergence.config import env

BASE_DIR = Path(__file__).resolve().parents[3]
PACKAGE_DIR = Path(__file__).resolve().parents[1]
DATA_DIR = env.folder("CONVERGENCE_DATA_DIR", BASE_DIR / "var")
DATA_DIR.mkdir(parents=True, exist_ok=True)
BUILD_DIR = env.folder("CONVERGENCE_BUILD_DIR", BASE_DIR / "build")

DEBUG = env.flag("CONVERGENCE_DEBUG", default=False)
DEMO_MODE = env.flag("CONVERGENCE_DEMO", default=False)


def _secret_key() -> str:
    """Return the secret key: from the environment, else one made once and kept beside the data."""
    if given := env.text("SECRET_KEY"):
        return given
    kept = DATA_DIR / "secret-key"
    if not kept.exists():
        import secrets  # noqa: PLC0415  (needed at the very first start only)

        kept.write_text(secrets.token_urlsafe(50), encoding="ascii")
        kept.chmod(0o600)
    return kept.read_text(encoding="ascii").strip()


SECRET_KEY = _secret_key()
BASE_URL = env.text("CONVERGENCE_BASE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.several("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []
HTTPS = BASE_URL.startswith("https://")

INSTALLED_APPS = [
    "convergence.core",
    "convergence.ui",
    "convergence.accounts",
    "convergence.documents",
    "convergence.vocabulary",
    "convergence.contacts",
    "convergence.messaging",
    "convergence.activities",
    "convergence.finance",
    "convergence.membership",
    "convergence.history",
    "convergence.education.tools",
    "convergence.education.exhibitions",
    "convergence.education.trainings",
    "convergence.education.gatherings",
    "convergence.education.tours",
    "convergence.education.stays",
    "convergence.education.projects",
    "convergence.website",
    "convergence.portal",
    "convergence.backoffice",
    "convergence.api",
    "convergence.demo",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.users",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "convergence.accounts.middleware.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "convergence.website.cache.PageCopyMiddleware",
    "convergence.ui.middleware.ReadOnceMiddleware",
    "convergence.ui.middleware.PatientSessionMiddleware",
    "convergence.ui.language.PageLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "convergence.accounts.middleware.OwnLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "convergence.accounts.middleware.SecondFactorMiddleware",
    "convergence.ui.presses.OnePressMiddleware",
    "convergence.ui.middleware.ContentSecurityMiddleware",
    "convergence.ui.middleware.DomainErrorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "convergence.config.urls"
WSGI_APPLICATION = "convergence.config.wsgi.application"
FORM_RENDERER = "convergence.ui.forms.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "convergence.ui.context.organisation",
            ],
        },
    },
]

DATABASE_URL = env.text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'convergence.sqlite3'}")
# A connection kept from an earlier request is tried before it is used: a database that came back is found again.
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=600, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # With recursive triggers, INSERT OR REPLACE asks the triggers that refuse to delete from the ledgers.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
        "PRAGMA recursive_triggers=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "convergence.accounts.backends.RoleBackend",
    "convergence.accounts.backends.SignInBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:own_place"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "convergence.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {"login": "convergence.accounts.forms.SignInForm"}
# Three guesses a code: thirty-six an hour at most for one address, whoever asks.
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,3/m/key,12/h/key"}
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR_REQUIRED", default=True)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "convergence.accounts.forms.AddPasskeyForm"}
MFA_TOTP_ISSUER = "Convergence"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English")), ("es", _("Spanish"))]
TIME_ZONE = "America/Montreal"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = "convergence.core.formats"

STATIC_URL = "/static/"
STATIC_ROOT = BUILD_DIR / "static"
FONTS_DIR = BUILD_DIR / "fonts"
STATICFILES_DIRS = [FONTS_DIR] if FONTS_DIR.exists() else []
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 60 if DEBUG else 31_536_000

EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.whole("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=False)
EMAIL_USE_SSL = env.flag("EMAIL_USE_SSL", default=False)
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "convergence.messaging.outbox.OutboxBackend"
)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "ne-pas-repondre@localhost")
MAIL_BOUNCE_ADDRESS = env.text("MAIL_BOUNCE_ADDRESS", parseaddr(DEFAULT_FROM_EMAIL)[1])

TASKS = {"default": {"BACKEND": "convergence.core.engine.LeasedBackend"}}
WORKER_COMMAND = ["worker"]

STRIPE_SECRET_KEY = env.text("STRIPE_SECRET_KEY")
STRIPE_WEBHOOK_SECRET = env.text("STRIPE_WEBHOOK_SECRET")
STRIPE_API_BASE = env.text("STRIPE_API_BASE")
STRIPE_DOUBLE_PORT = env.whole("STRIPE_DOUBLE_PORT", default=8787)
SIDE_COMMANDS: list[list[str]] = []
if DEMO_MODE and not STRIPE_SECRET_KEY:  # the example organisation is paid by a stand-in: no money moves
    STRIPE_SECRET_KEY = "sk_test_example"  # noqa: S105  (known to everybody, opens nothing)
    STRIPE_WEBHOOK_SECRET = f"whsec_{sha256(SECRET_KEY.encode()).hexdigest()[:32]}"
    STRIPE_API_BASE = f"http://127.0.0.1:{STRIPE_DOUBLE_PORT}"
    SIDE_COMMANDS = [["stripe_double"]]

# Asked for archived copies of pages that are gone; nobody is asked when it is empty.
WEB_ARCHIVE_URL = env.text("WEB_ARCHIVE_URL")

WAGTAIL_SITE_NAME = "Convergence"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français"), ("en", "English"), ("es", "Español")]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 1
WAGTAIL_I18N_ENABLED = True
# Its groups of moderators do not exist here: drafts wait on the first page of those who publish.
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
# Who may read a page or a file is a matter of roles: nobody shares a password.
WAGTAIL_PRIVATE_PAGE_OPTIONS = WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILIMAGES_IMAGE_MODEL = "documents.Picture"
WAGTAILDOCS_DOCUMENT_MODEL = "documents.PublicFile"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]  # no SVG: it may carry a script
WAGTAILIMAGES_AVIF_QUALITY, WAGTAILIMAGES_WEBP_QUALITY, WAGTAILIMAGES_JPEG_QUALITY = 48, 64, 72  # read at 2G speed
WAGTAILIMAGES_IMAGE_FORM_BASE = "convergence.documents.forms.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "epub", "ics", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "convergence.documents.forms.FileForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 150 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS and env.flag("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    # Wagtail tells of every page that it makes: its own log keeps that.
    "loggers": {"wagtail": {"level": env.text("LOG_LEVEL", "WARNING")}},
}
