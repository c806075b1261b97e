"""One settings file, driven by the environment. docs/operations.md lists every KOALICJA_* name (a test holds it)."""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


def flag(name: str) -> bool:
    """True where the environment says 1, true, yes or on."""
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def number(name: str, usual: int) -> int:
    """The whole number that the environment gives, or the usual one."""
    given = os.environ.get(name, "") or str(usual)
    if not given.isdecimal():
        raise ImproperlyConfigured(f"{name} is “{given}”: set it to a whole number, such as {usual}.")
    return int(given)


DEBUG = flag("KOALICJA_DEBUG")
DEMO = flag("KOALICJA_DEMO")
VAR_DIR = Path(os.environ.get("KOALICJA_VAR", BASE_DIR / "var"))
UPLOADS_DIR = VAR_DIR / "uploads"
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
# Built by `make setup` beside the style sheet, outside the folder that is served.
PAPER_FONTS_DIR = BASE_DIR / "var" / "paper-fonts"

SECRET_KEY = os.environ.get("KOALICJA_SECRET_KEY", "")
if not SECRET_KEY:
    if not (DEBUG or DEMO):
        raise ImproperlyConfigured(
            "KOALICJA_SECRET_KEY is missing: set it to a long random text (or KOALICJA_DEMO=1 for the demo)."
        )
    SECRET_KEY = "demo-and-development-only-" + "0" * 40

ALLOWED_HOSTS = os.environ.get("KOALICJA_HOSTS", "localhost,127.0.0.1").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("KOALICJA_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    # ours first: our templates stand before those of the libraries
    "koalicja.ui",
    "koalicja.backroom",
    "koalicja.places",
    "koalicja.paper",
    "koalicja.people",
    "koalicja.programmes",
    "koalicja.standing",
    "koalicja.coalitions",
    "koalicja.voices",
    "koalicja.desk",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "allauth",
    "allauth.account",
    "auditlog",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "koalicja.ui.methods.KnownMethodsMiddleware",
    "koalicja.backroom.busy.CalmSessionMiddleware",
    "koalicja.ui.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "auditlog.middleware.AuditlogMiddleware",
    "koalicja.backroom.busy.BusyMiddleware",
    "koalicja.ui.methods.CalmRefusalMiddleware",
]

ROOT_URLCONF = "koalicja.urls"
WSGI_APPLICATION = "koalicja.wsgi.application"
FORM_RENDERER = "koalicja.ui.rendering.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "koalicja.desk.context.page",
            ],
        },
    },
]

_database = os.environ.get("KOALICJA_DATABASE_URL", "") or f"sqlite:///{VAR_DIR / 'koalicja.sqlite3'}"
try:
    DATABASES = {"default": dj_database_url.parse(_database, conn_max_age=0)}
except ValueError as error:  # its words would show the password
    raise ImproperlyConfigured(
        "KOALICJA_DATABASE_URL is no address of a database: write postgres://USER:PASSWORD@HOST:5432/NAME."
    ) from error
# How long anybody waits for somebody else's writing before the page says so (koalicja.backroom.busy).
SECONDS_TO_WAIT_FOR_WRITERS = 20
_given = DATABASES["default"].get("OPTIONS", {})  # what the address says after its "?", such as sslmode
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": SECONDS_TO_WAIT_FOR_WRITERS,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    } | _given
elif not flag("KOALICJA_NO_POOL"):
    DATABASES["default"]["OPTIONS"] = {
        "pool": {"min_size": 1, "max_size": 8},
        **_given,
        "options": f"{_given.get('options', '')} -c lock_timeout={SECONDS_TO_WAIT_FOR_WRITERS}s".strip(),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People sign in with a code sent by e-mail; accounts are made by the programme, never by strangers.
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "desk:home"
ACCOUNT_ADAPTER = "koalicja.people.sign_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "desk:home"
ACCOUNT_SESSION_REMEMBER = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# Behind TLS every cookie is secure; the demo runs on plain http at localhost.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = flag("KOALICJA_HTTPS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("KOALICJA_HTTPS") else None
# How many proxies of ours stand before the site: each adds one address to X-Forwarded-For. What came before is hearsay.
TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = number("KOALICJA_PROXIES", 0)
SECURE_HSTS_SECONDS = 31_536_000 if flag("KOALICJA_HTTPS") else 0

# One configuration of outgoing mail: sign-in codes pass through it at once, everything else from the outbox.
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if os.environ.get("KOALICJA_SMTP_HOST")
    else "django.core.mail.backends.console.EmailBackend"
)
MAIL_IS_CONFIGURED = bool(os.environ.get("KOALICJA_SMTP_HOST")) or os.environ.get("KOALICJA_MAIL") == "console"
# The outbox of the demo sends nothing: its mail stands on a page.
MAIL_TO_PAGE = DEMO
EMAIL_HOST = os.environ.get("KOALICJA_SMTP_HOST", "localhost")
EMAIL_PORT = number("KOALICJA_SMTP_PORT", 587)
EMAIL_HOST_USER = os.environ.get("KOALICJA_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("KOALICJA_SMTP_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_TIMEOUT = 20
MAIL_LAST_ANSWER_SECONDS = 300
MAIL_PAUSES_MINUTES: tuple[float, ...] = (1, 5, 20, 60, 240, 720)
MAIL_KEPT_DAYS = number("KOALICJA_MAIL_KEPT_DAYS", 90)
DEFAULT_FROM_EMAIL = os.environ.get("KOALICJA_MAIL_FROM", "koalicja@localhost")

ACCOUNT_FORMS = {
    "request_login_code": "koalicja.people.forms.sign_in.RequestCodeForm",
    "confirm_login_code": "koalicja.people.forms.sign_in.ConfirmCodeForm",
}

# Limits of sign-in attempts are counted in the cache: shared by all processes where Redis is there.
REDIS_URL = os.environ.get("KOALICJA_REDIS_URL", "")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", _("Polish")), ("en", _("English"))]
LOCALE_PATHS: list[Path] = []
TIME_ZONE = "Europe/Warsaw"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [path for path in [BASE_DIR / "var" / "static"] if path.exists()]
STATIC_ROOT = VAR_DIR / "static_root"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or flag("KOALICJA_PLAIN_STATIC")
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = flag("KOALICJA_PLAIN_STATIC")

# Whole files are judged from disk; nothing larger than this is read into memory from a form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

JOBS_BACKEND = os.environ.get("KOALICJA_JOBS", "embedded")
JOBS_LEASE_SECONDS = number("KOALICJA_JOB_LEASE", 30)
if JOBS_BACKEND == "celery" and not REDIS_URL:
    raise ImproperlyConfigured("KOALICJA_JOBS=celery needs KOALICJA_REDIS_URL, such as redis://127.0.0.1:6379/0.")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    # The link of an invitation opens one person's page: it stands in no log (docs/operations.md says so of servers).
    "filters": {
        "no_secrets": {"()": "koalicja.backroom.logs.HideSecrets"},
        "one_line": {"()": "koalicja.backroom.logs.OneLineRefused"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no_secrets", "one_line"]}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"koalicja": {"level": "INFO"}},
}
