"""Settings: every value that an operator may change is read from the environment, checked at start.

docs/operations.md lists the variables; a test compares that list with this file.
"""

import re
from datetime import timedelta
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from babel.localedata import locale_identifiers
from django.conf import global_settings
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from channels.transports.index import GROUP
from contenthub.environment import ConfigurationError, Environment
from contenthub.errors import report_errors

LOCALE_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment(BASE_DIR / ".env")

VAR_DIR = env.own_folder("HUB_VAR_DIR", BASE_DIR / "var")

DEBUG = env.flag("HUB_DEBUG", default=False)
PRODUCTION = env.choice("HUB_ENVIRONMENT", "embedded", ["embedded", "production"]) == "production"


def _secret_key() -> str:
    """Return HUB_SECRET_KEY; the embedded hub makes one for itself and keeps it in var/."""
    key = env.text("HUB_SECRET_KEY", "")
    if not key and PRODUCTION:
        raise ConfigurationError("HUB_SECRET_KEY", "is missing.", "a random text of 50 characters or more")
    if key and len(key) < 50:
        raise ConfigurationError("HUB_SECRET_KEY", "is too short.", "a random text of 50 characters or more")
    if not key:
        store = VAR_DIR / "secret-key"
        if not store.exists():
            store.touch(mode=0o600)
            store.write_text(get_random_secret_key())
        key = store.read_text()
    return key


SECRET_KEY = _secret_key()
BASE_URL = env.address("HUB_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.words("HUB_ALLOWED_HOSTS", "127.0.0.1 localhost [::1]")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# The hub
HUB_ID = env.pattern("HUB_ID", "hub", r"[a-z][a-z0-9-]{0,30}", "lower-case letters, digits and hyphens, 31 at most")
HUB_ORGANISATION = env.text("HUB_ORGANISATION", "My organisation")
HUB_FONTS_DIR = env.folder("HUB_FONTS_DIR", "")
HUB_PRESS_PROFILE = env.file("HUB_PRESS_PROFILE")
HUB_PRESS_CONDITION = env.text("HUB_PRESS_CONDITION", "")
if HUB_PRESS_CONDITION and not HUB_PRESS_PROFILE:
    raise ConfigurationError("HUB_PRESS_CONDITION", "needs HUB_PRESS_PROFILE.", "nothing, where there is no profile")
HUB_PREVIEW_DAYS = env.number("HUB_PREVIEW_DAYS", 7, low=1, high=90)
HUB_DOCUMENT_CACHE_MB = env.number("HUB_DOCUMENT_CACHE_MB", 128, low=1, high=1_000_000)
HUB_ANSWER_CACHE_MB = env.number("HUB_ANSWER_CACHE_MB", 64, low=1, high=1_000_000)
HUB_RATE_LIMIT = env.number("HUB_RATE_LIMIT", 6000, low=1, high=10_000_000)
HUB_QUERY_TIMEOUT = env.number("HUB_QUERY_TIMEOUT", 10, low=1, high=3600)
HUB_MAX_AGE = env.number("HUB_MAX_AGE", 60, low=0, high=86_400)
HUB_DKIM = env.dkim_key(
    "HUB_DKIM_KEY",
    env.pattern("HUB_DKIM_SELECTOR", "hub", r"[A-Za-z0-9]([A-Za-z0-9.-]{0,60}[A-Za-z0-9])?", "a name in the DNS"),
)
HUB_CHAT_URL = env.address("HUB_CHAT_URL")
HUB_CORS_ORIGINS = env.origins("HUB_CORS_ORIGINS")
HUB_PURGE_URL = env.address("HUB_PURGE_URL")
HUB_PURGE_TOKEN = env.text("HUB_PURGE_TOKEN", "")
HUB_PURGE_TRANSPORT = env.choice("HUB_PURGE_TRANSPORT", "purge", ["purge", *sorted(entry_points(group=GROUP).names)])
HUB_SHARE_ANSWERS = env.flag("HUB_SHARE_ANSWERS", default=True)
HUB_OUTPUT_DIR = Path(env.text("HUB_OUTPUT_DIR", str(VAR_DIR / "out"))).resolve()
HUB_PUBLISH_DIR = env.folder("HUB_PUBLISH_DIR", "")


INSTALLED_APPS = [
    "contenthub",
    "content_models",
    "channels",
    "graphene_django",
    "rest_framework",
    "drf_spectacular",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "contenthub.logs.RequestMiddleware",
    "contenthub.rest.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "contenthub.admin.secondstep.middleware.SecondStepMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "contenthub.admin.policy.PolicyMiddleware",
    "contenthub.admin.refusals.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "contenthub.urls"
WSGI_APPLICATION = "contenthub.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# Storage
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'hub.sqlite3'}")}
SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if SQLITE:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8000;"
            "PRAGMA mmap_size=1073741824; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=8000;"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = 60
REDIS_URL = env.redis("REDIS_URL")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "contenthub.shared.client.SharedCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": f"contenthub:{HUB_ID}",
            "OPTIONS": {"pool_class": "contenthub.shared.client.Pool"},
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if bucket := env.bucket("HUB_BUCKET_URL", overwrite=True):
    STORAGES["s3"] = bucket
if bucket := env.bucket("STORAGE_URL", overwrite=False):
    STORAGES["default"] = bucket

# People
AUTH_USER_MODEL = "contenthub.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "wagtailadmin_login"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = env.number("HUB_SIGN_IN_FAILURES", 10, low=3, high=1000)
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "contenthub.admin.signin.locked_out"
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code"]
HUB_TOTP = env.choice("HUB_TOTP", "optional", ["off", "optional", "required"])
OTP_TOTP_ISSUER = HUB_ORGANISATION
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS = BASE_URL.startswith("https://")
SECURE_SSL_REDIRECT = PRODUCTION and HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION and HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.flag("HUB_HSTS_SUBDOMAINS", default=False)
if env.flag("HUB_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    MIDDLEWARE.insert(0, "contenthub.rest.caller.ProxyMiddleware")
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"
# Previews stand in frames of our own; whether a whole domain is https only is for its owner to say.
SILENCED_SYSTEM_CHECKS = ["security.W019", "security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"

# Languages: the interface, and the locales that content is written in
LANGUAGE_CODE = env.choice("HUB_LANGUAGE", "en", ["en", "nl"])
FORMAT_MODULE_PATH = "contenthub.formats"
LANGUAGES: list[tuple[str, Any]] = [("en", _("English")), ("nl", _("Dutch"))]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "contenthub" / "locale"]


def _locales() -> list[str]:
    """Return the locale codes of HUB_LOCALES, the default locale first."""
    codes = [code.lower() for code in env.words("HUB_LOCALES", "nl en")]
    for code in codes:
        if not LOCALE_CODE.fullmatch(code):
            may_be = "locale codes such as nl, en, ar, pt-br; the first is the default"
            raise ConfigurationError("HUB_LOCALES", f"{code!r} is not a locale.", may_be)
    if not codes:
        raise ConfigurationError("HUB_LOCALES", "is empty.", "one locale code or more, such as: nl en")
    return codes


HUB_LOCALES = _locales()
# Content may come in any language (an import keeps the locale it finds); HUB_LOCALES are those set up at the start.
_names = {code: code for code, _name in global_settings.LANGUAGES}
_names |= {code: code for code in locale_identifiers() if "_" not in code}
_names |= {code: code for code in HUB_LOCALES if code not in _names}
_order = {code: place for place, code in enumerate(HUB_LOCALES)}
WAGTAIL_CONTENT_LANGUAGES = sorted(_names.items(), key=lambda pair: (_order.get(pair[0], len(_order)), pair[0]))
LANGUAGES = LANGUAGES + [pair for pair in WAGTAIL_CONTENT_LANGUAGES if pair[0] not in {"en", "nl"}]
TIME_ZONE = env.read(
    "HUB_TIME_ZONE",
    "Europe/Amsterdam",
    lambda value: ZoneInfo(value).key,
    "a name of the IANA time zone database, such as Europe/Amsterdam",
)
USE_TZ = True

# Wagtail
WAGTAIL_USER_TIME_ZONES = sorted(one for one in available_timezones() if "/" in one or one == "UTC")
"""Without names such as Debian's `localtime`, which no browser knows and which breaks the account screen there."""
WAGTAIL_SITE_NAME = HUB_ORGANISATION
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILIMAGES_IMAGE_MODEL = "content_models.HubImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "contenthub.admin.pictureform.PictureForm"
WAGTAILIMAGES_AVIF_QUALITY = 55
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64_000_000
WAGTAIL_AUTO_UPDATE_PREVIEW_INTERVAL = 50
WAGTAIL_AUTOSAVE_INTERVAL = 1000
"""Milliseconds after a pause in typing: first the preview follows, then the draft is saved, so that neither waits."""
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "content_models.door.publish_what_was_signed"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

GRAPHENE = {"SCHEMA": None}
HUB_DICTIONARIES = env.folders("HUB_DICTIONARIES", "/usr/share/hunspell")
"""Folders with dictionaries of Hunspell."""

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["contenthub.rest.parsing.JsonParser"],
    "EXCEPTION_HANDLER": "contenthub.rest.problems.answer_problem",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Content Hub",
    "DESCRIPTION": "What programs may ask of the hub beside GraphQL.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "ENUM_NAME_OVERRIDES": {"Level": ["suggestion", "warning", "error"]},
    "PREPROCESSING_HOOKS": ["contenthub.rest.contract.ours"],
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
}

# E-mail
globals().update(env.mail("EMAIL_URL", "consolemail://"))
DEFAULT_FROM_EMAIL = env.sender("HUB_FROM_EMAIL", "hub@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

LOG_LEVEL = env.choice("HUB_LOG_LEVEL", "WARNING", ["DEBUG", "INFO", "WARNING", "ERROR"])
LOG_FORMAT = env.choice("HUB_LOG_FORMAT", "line", ["line", "json"])
HUB_SLOW_QUERY_MS = env.number("HUB_SLOW_QUERY_MS", 0, low=0, high=600_000)
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "contenthub.logs.LineFormatter", "format": "{levelname} {name}: {message}", "style": "{"},
        "json": {"()": "contenthub.logs.JsonFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {"contenthub.audit": {"level": "INFO" if PRODUCTION else LOG_LEVEL}},
}
if dsn := env.text("SENTRY_DSN", ""):
    report_errors(dsn, HUB_ID)
