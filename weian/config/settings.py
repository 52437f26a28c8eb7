"""All settings. Values come from the environment through readers that fail loudly; there is no second file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from weian.config import asked_again

BASE = Path(__file__).resolve().parents[2]
PACKAGE = BASE / "weian"


class Misconfigured(Exception):
    """The environment asks for something impossible; the message is for the person who starts the product."""


def _text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def _flag(name: str) -> bool:
    value = os.environ.get(name, "0")
    if value not in {"0", "1"}:
        raise Misconfigured(f"{name} 只能是 0 或 1，现在是“{value}”。")
    return value == "1"


def _database(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise Misconfigured("WEIAN_DATABASE_URL 应像 postgresql://weian_login:口令@主机:5432/weian 这样。")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "") or ""),
        "CONN_MAX_AGE": 0,  # the psycopg pool needs it
        "CONN_HEALTH_CHECKS": True,  # a connection that died with the server is not handed out
        # What binds its values on the server (kernel.compiled) is prepared at once and planned once for all values.
        "OPTIONS": {
            "connect_timeout": 5,
            "prepare_threshold": 0,
            "options": "-c plan_cache_mode=force_generic_plan",
            **query,
        },
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


VAR = Path(_text("WEIAN_VAR", str(BASE / "var"))).resolve()
AS_OWNER = _flag("WEIAN_AS_OWNER")
DEBUG = _flag("WEIAN_DEBUG")
SECURE = _flag("WEIAN_TLS")  # behind TLS: __Host- cookies, HSTS
LAN = _flag("WEIAN_LAN")  # tried on the local network: the sign-in page of a demo shows its address as a code
SECRET_KEY = _text("WEIAN_SECRET_KEY", "not-for-serving" if not _flag("WEIAN_SERVING") else "")
if not SECRET_KEY:
    raise Misconfigured("没有 WEIAN_SECRET_KEY。用 weian run 启动会自动生成一个。")
ALLOWED_HOSTS = _text("WEIAN_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")

_url = _text("WEIAN_OWNER_URL" if AS_OWNER else "WEIAN_DATABASE_URL", "postgresql://weian_login@localhost/weian")
DATABASES = {"default": _database(_url), "throttle": _database(_url) | {"TEST": {"MIRROR": "default"}}}
if not AS_OWNER and not _flag("WEIAN_NO_POOL"):
    # After so many vain seconds each request asks anew: else pauses double for as long as the server is away.
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10, "reconnect_timeout": 5}
# The throttle counts failed sign-ins outside the request's transaction, which rolls back on a refusal.
DATABASE_ROUTERS = ["weian.config.databases.ThrottleRouter"]
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "throttle_cache"},
}

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.auth",
    # storeys, lowest first: what is below may not import what is above
    "weian.foundation.tally",
    "weian.foundation.audit",
    "weian.foundation.packs",
    "weian.foundation.org",
    "weian.foundation.people",
    "weian.foundation.tree",
    "weian.foundation.evidence",
    "weian.foundation.documents",
    "weian.foundation.inbox",
    "weian.foundation.ladder",
    "weian.ui",
    "weian.ground.registry",
    "weian.ground.checklists",
    "weian.ground.rounds",
    "weian.ground.experts",
    "weian.ground.duties",
    "weian.ground.hazards",
    "weian.ground.works",
    "weian.programs.alerts",
    "weian.programs.campaigns",
    "weian.programs.inspections",
    "weian.oversight.reports",
    "weian.oversight.watch",
    "weian.portal.desk",
    "weian.portal.phone",
    # after ours, so that our templates win
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "weian.config.watching.WatchMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "weian.config.senses.SensesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "weian.config.requests.NoNulMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "weian.foundation.people.middleware.ViewerMiddleware",
    "weian.foundation.people.middleware.SignInRequiredMiddleware",
    "weian.foundation.people.middleware.SharedRoleMiddleware",
    "weian.foundation.people.middleware.AskedBeforeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "weian.foundation.people.middleware.ScopeMiddleware",  # one transaction around view and rendering
    "weian.foundation.people.middleware.AskedAgainMiddleware",  # inside it: what did not ask is undone
]

ROOT_URLCONF = "weian.config.urls"
WSGI_APPLICATION = "weian.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "weian.ui.context.shell",
            ],
            "builtins": ["weian.ui.templatetags.ui"],
        },
    }
]

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["weian.config.jobs"]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True  # Django's and allauth's own messages in Chinese; our strings are Chinese in place (docs/adr/0006)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people -----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    # GB/T 22239-2019 8.1.4.1 a): complexity
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "weian.foundation.people.passwords.MixedKindsValidator"},
]
ACCOUNT_ADAPTER = "weian.foundation.people.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {
    "login_failed": "5/15m/key,30/15m/ip", "login": "120/m/ip",
    # Ours (people.throttle). A hospital looks out through one address, so that of a poster is wide.
    "pin_failed": "5/15m/key", "claim": "120/h/ip",
}  # fmt: skip
# Behind a proxy everybody comes from its address, and one person's wrong passwords would shut out all.
_proxies = _text("WEIAN_PROXIES", "0")
if not _proxies.isdecimal():
    raise Misconfigured(f"WEIAN_PROXIES 应是前面代理的层数，例如 1，现在是“{_proxies}”。")
ALLAUTH_TRUSTED_PROXY_COUNT = int(_proxies)
ACCOUNT_SESSION_REMEMBER = False
ASKED_AGAIN = asked_again.ACTS
ASKED_BEFORE = asked_again.BEFORE
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "WeiAn"
MFA_PASSKEY_LOGIN_ENABLED = True
SESSION_ENGINE = "weian.foundation.people.sessions"
SESSION_COOKIE_AGE = 12 * 3600  # where content says nothing else (people.sitting)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "weian.config.errors.csrf_failure"
IDLE_SECONDS = 30 * 60
MESSAGE_STORAGE = "weian.foundation.people.said.Storage"

# --- what the page may do ------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
DEVICE_COOKIE_NAME = "weian_device"
if SECURE:
    DEVICE_COOKIE_NAME = "__Host-weian_device"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- files -------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "files"}},
    "staticfiles": {
        "BACKEND": "weian.config.static.HashedStaticFiles"
        if _flag("WEIAN_SERVING")
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or not _flag("WEIAN_SERVING")
EVIDENCE_ROOT = VAR / "evidence"
EVIDENCE_MAX_BYTES = 20 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20
FONT_DIRS = [Path(one) for one in _text("WEIAN_FONT_DIRS").split(os.pathsep) if one]

# --- for whoever keeps watch ---------------------------------------------------------------------------------------
METRICS_TOKEN = _text("WEIAN_METRICS_TOKEN")
BACKUPS = Path(_text("WEIAN_BACKUPS")) if _text("WEIAN_BACKUPS") else None
_form = _text("WEIAN_LOG", "line")
if _form not in {"line", "json"}:
    raise Misconfigured(f"WEIAN_LOG 只能是 line 或 json，现在是“{_form}”。")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "weian.config.logs.JsonLine"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": _form}},
    "root": {"handlers": ["console"], "level": _text("WEIAN_LOG_LEVEL", "WARNING")},
    "loggers": {
        "django": {"handlers": [], "level": "NOTSET"},  # Django's own handlers would say each thing a second time
        **({"weian.request": {"level": "INFO"}, "django.request": {"level": "ERROR"}} if _form == "json" else {}),
    },
}
