"""The one settings file: everything that differs between machines comes from the environment, typed."""

from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import EnvError, validate

from patrol.environment import (
    LOG_LEVELS,
    are_networks,
    at_least,
    photo_storage,
    push_key,
    read_environment,
    refuse_to_start,
    refuse_wrong_urls,
    signing_key,
    wheel_library,
)

BASE_DIR = Path(__file__).resolve().parent.parent
env = read_environment(BASE_DIR)

try:
    DEBUG = env.bool("DEBUG", False)
    # True on a developer's or demo machine, where there is no HTTPS; never in production.
    INSECURE_LOCAL = env.bool("INSECURE_LOCAL", DEBUG)
    SECRET_KEY = env.str("SECRET_KEY", "insecure-local-key" if INSECURE_LOCAL else "")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"], validate=validate.Length(min=1))
    PUBLIC_URL = env.str("PUBLIC_URL", "http://127.0.0.1:8000", validate=validate.URL(require_tld=False)).rstrip("/")
    DATABASE = env.dj_db_url("DATABASE_URL", "postgres://heritage:heritage@127.0.0.1:5432/heritage")
    MEDIA_ROOT = env.path("MEDIA_ROOT", BASE_DIR / ".data" / "media")
    # Empty: below MEDIA_ROOT. Else s3://key:secret@host/bucket; pieces of photos on their way stay below MEDIA_ROOT.
    PHOTO_STORAGE_URL = env.str("PHOTO_STORAGE_URL", "")
    STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / ".build" / "static")
    DATABASE_POOL_SIZE = env.int("DATABASE_POOL_SIZE", 8, validate=at_least(0))
    UPLOAD_LIMIT_MB = env.int("UPLOAD_LIMIT_MB", 60, validate=at_least(1))
    PHOTO_LIMIT_MB = env.int("PHOTO_LIMIT_MB", 20, validate=at_least(1))
    # The largest map a volunteer takes along.
    MAP_PACK_MB = env.int("MAP_PACK_MB", 6, validate=at_least(1))
    # Pieces of a photo that nobody goes on sending: as long as a phone stays signed in.
    PIECES_KEPT_DAYS = env.int("PIECES_KEPT_DAYS", 60, validate=at_least(1))
    # A track is sensitive: after these days only what lies near the visited sites is kept, and then nothing but its proof.
    TRACK_FULL_DAYS = env.int("TRACK_FULL_DAYS", 14, validate=at_least(0))
    TRACK_NEAR_DAYS = env.int("TRACK_NEAR_DAYS", 180, validate=at_least(0))
    # Citizens without an account: reports an hour from one network, a day from one browser, an hour from one hotline.
    PUBLIC_REPORTS_PER_HOUR = env.int("PUBLIC_REPORTS_PER_HOUR", 10, validate=at_least(1))
    PUBLIC_REPORTS_PER_DAY = env.int("PUBLIC_REPORTS_PER_DAY", 10, validate=at_least(1))
    HOTLINE_REPORTS_PER_HOUR = env.int("HOTLINE_REPORTS_PER_HOUR", 600, validate=at_least(1))
    # Days after the end of the matter until a citizen's name, phone and address are deleted.
    PUBLIC_CONTACT_DAYS = env.int("PUBLIC_CONTACT_DAYS", 30, validate=at_least(0))
    OPEN311_JURISDICTION = env.str("OPEN311_JURISDICTION", "")
    # Days of nothing but failures until a webhook is stopped; networks (CIDR) it may reach though they are private.
    WEBHOOK_FAILING_DAYS = env.int("WEBHOOK_FAILING_DAYS", 5, validate=at_least(1))
    WEBHOOK_PRIVATE_NETWORKS: list[str] = env.list("WEBHOOK_PRIVATE_NETWORKS", [], validate=are_networks)
    EMAIL_URL = env.dj_email_url("EMAIL_URL", "console://")
    DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Heritage Patrol <noreply@example.org>")
    WECHAT_LOGIN = env.bool("WECHAT_LOGIN", False)
    WECHAT_APP = {"client_id": env.str("WECHAT_APP_ID", ""), "secret": env.str("WECHAT_APP_SECRET", "")}
    PHONE_LOGIN = env.bool("PHONE_LOGIN", False)
    # Where a text message is sent to: a POST of JSON {"phone", "text"}; empty only logs it.
    SMS_URL = env.str("SMS_URL", "", validate=lambda url: url == "" or validate.URL(require_tld=False)(url))
    # Where a notice for WeChat is handed over: a POST of JSON {"openid", "text", "url", "id"}; empty only logs it.
    WECHAT_NOTICE_URL = env.str(
        "WECHAT_NOTICE_URL", "", validate=lambda url: url == "" or validate.URL(require_tld=False)(url)
    )
    # `manage.py make_push_key` makes it; without one no device is offered to show notices.
    PUSH_PRIVATE_KEY = env.str("PUSH_PRIVATE_KEY", "", validate=push_key)
    # The services of the browsers' makers; a device names its own, and the server calls no other host.
    PUSH_HOSTS = env.list(
        "PUSH_HOSTS",
        ["fcm.googleapis.com", ".push.services.mozilla.com", ".push.apple.com", ".notify.windows.com"],
    )
    # 审图号 of the basemap; without a basemap of our own country's tiles none is needed.
    MAP_APPROVAL_NUMBER = env.str("MAP_APPROVAL_NUMBER", "")
    # Signs statements (Ed25519): 32 bytes in base64; empty takes one derived from SECRET_KEY. The public halves, in base64,
    # of keys used before stay here, so that what they signed is still known as ours.
    STATEMENT_KEY = env.str("STATEMENT_KEY", "")
    STATEMENT_FORMER_KEYS: list[str] = env.list("STATEMENT_FORMER_KEYS", [])
    # Signs badges and messages to other platforms (Ed25519): 32 bytes in base64url; empty takes one derived from SECRET_KEY.
    # The public halves of keys used before stay here, so that badges they signed still verify.
    PLATFORM_KEY = env.str("PLATFORM_KEY", "", validate=signing_key)
    PLATFORM_FORMER_KEYS: list[str] = env.list("PLATFORM_FORMER_KEYS", [])
    PLATFORM_NAME = env.str("PLATFORM_NAME", "文物巡查 Heritage Patrol")
    # Encrypts document numbers (Fernet); the first key writes, all of them read (`manage.py rotate_identity_keys`). Empty takes
    # one derived from SECRET_KEY; the pepper of their hashes likewise, and it never changes.
    IDENTITY_KEYS: list[str] = env.list("IDENTITY_KEYS", [])
    IDENTITY_PEPPER = env.str("IDENTITY_PEPPER", "")
    # A registry of names (docs/identity.md): a POST of JSON {"name", "document", "number"} answered by {"matches": true}.
    IDENTITY_URL = env.str("IDENTITY_URL", "", validate=lambda url: url == "" or validate.URL(require_tld=False)(url))
    # The operator's own road service for routes (docs/roads.md); without one ways are straight lines, lengthened.
    ROADS_URL = env.str("ROADS_URL", "", validate=lambda url: url == "" or validate.URL(require_tld=False)(url)).rstrip(
        "/"
    )
    ROADS_KIND = env.str("ROADS_KIND", "osrm", validate=validate.OneOf(("osrm", "valhalla")))
    ROADS_WITHIN_S = env.float("ROADS_WITHIN_S", 10.0, validate=validate.Range(min=0.1, max=120.0))
    TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0, validate=at_least(0))
    LOG_LEVEL = env.str("LOG_LEVEL", "INFO", validate=validate.OneOf(LOG_LEVELS))
    GDAL_LIBRARY_PATH = env.str("GDAL_LIBRARY_PATH", wheel_library("pyogrio", "libgdal-*.so*"))
    GEOS_LIBRARY_PATH = env.str("GEOS_LIBRARY_PATH", wheel_library("shapely", "libgeos_c-*.so*"))
except EnvError as error:
    raise refuse_to_start(error) from None
refuse_wrong_urls(DATABASE, EMAIL_URL)
if not SECRET_KEY:
    raise SystemExit("Heritage Patrol cannot start: SECRET_KEY is empty. Set it to a long random value.")
if PHONE_LOGIN and not SMS_URL and not INSECURE_LOCAL:
    raise SystemExit("Heritage Patrol cannot start: PHONE_LOGIN needs SMS_URL, where its codes are sent. Set it.")
if WECHAT_LOGIN and not all(WECHAT_APP.values()):
    raise SystemExit("Heritage Patrol cannot start: WECHAT_LOGIN needs WECHAT_APP_ID and WECHAT_APP_SECRET. Set both.")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "core",
    "people",
    "sites",
    "timebank",
    "service",
    "patrol",
    "community",
    "planning",
    "indicators",
    "maps",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    *(["allauth.socialaccount.providers.weixin"] if WECHAT_LOGIN else []),
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "rest_framework",
    "rest_framework_gis",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "core.middleware.ProblemMiddleware",
]

ROOT_URLCONF = "patrol.urls"
WSGI_APPLICATION = "patrol.wsgi.application"
ASGI_APPLICATION = "patrol.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "patrol.context.shell",
            ],
        },
    }
]

DATABASES = {
    "default": {
        **DATABASE,
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            # Many small questions at a time: starting helpers or a compiler for one costs more than it saves (25 ms a tile).
            "options": "-c jit=off -c max_parallel_workers_per_gather=0",
            # The few statements that `core.sql` lets the server bind are prepared at once; Django's own never are.
            "prepare_threshold": 0,
            **DATABASE.get("OPTIONS", {}),
            **({"pool": {"min_size": 1, "max_size": DATABASE_POOL_SIZE, "timeout": 15}} if DATABASE_POOL_SIZE else {}),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
POSTGIS_VERSION = None

# Accounts
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email", "phone"} if PHONE_LOGIN else {"email"}
ACCOUNT_SIGNUP_FIELDS = [
    "email*",
    *(["phone"] if PHONE_LOGIN else []),
    "password1*",
    "password2*",
]
ACCOUNT_ADAPTER = "people.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "people.adapters.SocialAdapter"
ACCOUNT_EMAIL_VERIFICATION = "optional"
SOCIALACCOUNT_PROVIDERS = {"weixin": {"APPS": [WECHAT_APP]}} if WECHAT_LOGIN else {}
# How many proxies of ours write X-Forwarded-For: else all who come through one would share its limits.
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
# Login throttling: per address and account, and failed attempts.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/h/ip",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "people.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "people.forms.signing_in.AuthenticateForm",
    "reauthenticate": "people.forms.signing_in.ReauthenticateForm",
    "activate_totp": "people.forms.signing_in.ActivateTOTPForm",
    "add_webauthn": "people.forms.signing_in.AddWebAuthnForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = INSECURE_LOCAL

# Language and time: Chinese first, English second.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# Files
STATIC_URL = "/static/"
_modules = BASE_DIR / "node_modules"
STATICFILES_DIRS = [
    (f"vendor/{name}", _modules / folder)
    for name, folder in (
        ("maplibre-gl", "maplibre-gl/dist"),
        ("terra-draw", "terra-draw/dist"),
        ("terra-draw-maplibre-gl-adapter", "terra-draw-maplibre-gl-adapter/dist"),
        ("htmx", "htmx.org/dist"),
        ("idb", "idb/build"),
        ("client-zip", "client-zip"),
        ("pmtiles", "pmtiles/dist/esm"),
        ("fflate", "fflate/esm"),
        ("leaflet", "leaflet/dist"),
    )
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "photos": photo_storage(PHOTO_STORAGE_URL),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if INSECURE_LOCAL
        else "whitenoise.storage.CompressedStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = INSECURE_LOCAL
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_URL = "/media/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 40
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

# Security
SECURE_SSL_REDIRECT = not INSECURE_LOCAL
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if INSECURE_LOCAL else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not INSECURE_LOCAL
# Preloading is a promise of the domain's owner, not of the software.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SESSION_ENGINE = "core.sessions"
SESSION_COOKIE_SECURE = not INSECURE_LOCAL
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60  # weeks in the mountains without signal
CSRF_COOKIE_SECURE = not INSECURE_LOCAL
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "blob:", "data:"],
        "connect-src": [SELF],
        "worker-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY = "geolocation=(self), camera=(self), microphone=()"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["core.door.SignedInSession"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "rest_framework.parsers.JSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "core.pagination.Pages",
    "PAGE_SIZE": 50,
    "EXCEPTION_HANDLER": "core.problem.api_exception_handler",
    "DEFAULT_THROTTLE_CLASSES": ["core.door.AnonymousPace", "core.door.PersonPace"],
    "NUM_PROXIES": TRUSTED_PROXIES,
    "DEFAULT_THROTTLE_RATES": {"anon": "120/min", "user": "1200/min"},
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Heritage Patrol",
    "DESCRIPTION": _("Patrol of heritage sites: sites, reports, evidence, cases, coverage, plans and hours."),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "DutyStatus": "planning.models.Duty.Status",
        "PhotoKind": "patrol.models.Photo.Role",
        "PhotoState": "patrol.queries.arrivals.PHOTO_STATES",
        "AssignmentStatus": "patrol.models.Assignment.Status",
        "ReviewState": "patrol.models.Review.State",
        "CaseState": "patrol.models.Case.State",
        "PlanState": "planning.models.Plan.State",
    },
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
    },
    # How fast the API is asked: each web process counts for itself.
    "pace": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {"procrastinate": {"level": "WARNING"}, "weasyprint": {"level": "ERROR"}},
}
vars().update(EMAIL_URL)
# A mail server that does not answer holds up no other notice.
EMAIL_TIMEOUT = EMAIL_URL.get("EMAIL_TIMEOUT") or 10
