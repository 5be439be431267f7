"""Django's settings, all drawn from config/env."""

from __future__ import annotations

from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from enchanted.config.env import env

ENV = env()
PACKAGE = Path(__file__).resolve().parent.parent
DEBUG = False
SECRET_KEY = ENV.enchanted_secret
ALLOWED_HOSTS = ENV.hosts
ROOT_URLCONF = "enchanted.config.urls"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "enchanted.accounts",  # before allauth: its pages are drawn by our templates
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "channels",
    "django_htmx",
    "django_vite",
    "lucide",
    "enchanted.core",
    "enchanted.catalogue",
    "enchanted.media",
    "enchanted.library",
    "enchanted.notices",
    "enchanted.front",
    "enchanted.config.apps.Config",
]

MIDDLEWARE = [
    "enchanted.core.middleware.TrustedScheme",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "enchanted.core.middleware.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "enchanted.accounts.middleware.ActorMiddleware",
    "enchanted.accounts.middleware.AccountLanguage",
    "enchanted.accounts.middleware.SeenDevices",
    "enchanted.accounts.middleware.WrongPasswords",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "enchanted.core.middleware.HouseErrors",
]

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
                "enchanted.core.context.house",
            ],
        },
    },
]

# ---- database --------------------------------------------------------------------------------------------------
DATABASES = {"default": dj_database_url.parse(ENV.database_url.replace("mariadb://", "mysql://", 1))}
_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    _database["ENGINE"] = "enchanted.core.sqlite"
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-20000;"
        "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=67108864;",
    }
elif _database["ENGINE"].endswith("mysql"):
    import pymysql

    pymysql.version_info = (2, 2, 7, "final", 0)  # what Django asks of mysqlclient
    pymysql.install_as_MySQLdb()
    _database["OPTIONS"] = _database.get("OPTIONS", {}) | {"charset": "utf8mb4", "isolation_level": "read committed"}
_database["CONN_MAX_AGE"] = 600
_database["CONN_HEALTH_CHECKS"] = not _database["ENGINE"].endswith("core.sqlite")

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": ENV.redis_url}
    if ENV.redis_url
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}}
}

# ---- files -----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE / "_static"
STATICFILES_DIRS = [("web", PACKAGE / "_web")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
DJANGO_VITE = {"default": {"manifest_path": PACKAGE / "_web" / "manifest.json", "static_url_prefix": "web"}}
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
LUCIDE_DEFAULT_SIZE = 24

# ---- people ----------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["enchanted.accounts.adapter.HouseBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("name", "mailbox")}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]  # fmt: skip
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # names are unique by User.name_key
ACCOUNT_ADAPTER = "enchanted.accounts.adapter.HouseAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "name"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "mailbox"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_FORMS = {
    "signup": "enchanted.accounts.forms.SignupForm",
    "login": "enchanted.accounts.forms.LoginForm",
    "change_password": "enchanted.accounts.forms.ChangePasswordForm",
    "add_email": "enchanted.accounts.forms.MailboxForm",
    "reset_password": "enchanted.accounts.forms.ResetPasswordForm",
}
ACCOUNT_USERNAME_VALIDATORS = "enchanted.accounts.logic.NAME_VALIDATORS"
ACCOUNT_USERNAME_MIN_LENGTH = 1
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {  # wrong passwords are accounts.middleware's; a school may share one address
    "login": False,
    "login_failed": "10/5m/key",  # only second-step codes count here: whoever tries them has the password already
    "reauthenticate": False,
    "change_password": False,
    "signup": "300/m/ip",
    "reset_password": "120/m/ip,5/m/key",
    "reset_password_from_key": "120/m/ip",
}
MFA_ADAPTER = "enchanted.accounts.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True  # signing up by passkey alone would ask for a confirmed mailbox; none is needed here
MFA_ALLOW_UNVERIFIED_EMAIL = True  # a mailbox is optional, and so is its confirmation
MFA_TOTP_ISSUER = "Enchanted"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "add_webauthn": "enchanted.accounts.forms.AddPasskeyForm",
    "login_webauthn": "enchanted.accounts.forms.PasskeySignInForm",
    "authenticate_webauthn": "enchanted.accounts.forms.PasskeyStepForm",
    "reauthenticate_webauthn": "enchanted.accounts.forms.PasskeyAgainForm",
    "edit_webauthn": "enchanted.accounts.forms.RenamePasskeyForm",
    "authenticate": "enchanted.accounts.forms.SecondStepForm",
    "reauthenticate": "enchanted.accounts.forms.SecondStepAgainForm",
    "activate_totp": "enchanted.accounts.forms.ActivateAppForm",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.secure
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [ENV.enchanted_url]
CSRF_FAILURE_VIEW = "enchanted.core.pages.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.trusted_proxies else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# ---- mail ------------------------------------------------------------------------------------------------------
EMAIL_BACKEND = "enchanted.core.mail.OutboxBackend"
MAIL_CARRIER = "django.core.mail.backends.{}.EmailBackend".format("smtp" if ENV.mail_url.host else "console")
EMAIL_HOST = ENV.mail_url.host
EMAIL_PORT = ENV.mail_url.port
EMAIL_HOST_USER = ENV.mail_url.user
EMAIL_HOST_PASSWORD = ENV.mail_url.password
EMAIL_USE_TLS = ENV.mail_url.starttls
EMAIL_USE_SSL = ENV.mail_url.tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.mail_from

# ---- words and time --------------------------------------------------------------------------------------------
LANGUAGE_CODE = ENV.enchanted_language
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [PACKAGE / "_locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = ENV.enchanted_time_zone

# ---- JSON resources --------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser", "rest_framework.parsers.FormParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "enchanted.core.problems.handle",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {"TITLE": "Enchanted", "VERSION": "1", "SERVE_INCLUDE_SCHEMA": False}

# ---- the house -------------------------------------------------------------------------------------------------
HOUSE_URL = ENV.enchanted_url
HOUSE_STORAGE = ENV.enchanted_storage
HOUSE_HOME = ENV.enchanted_home
HOUSE_FFMPEG = ENV.enchanted_ffmpeg
HOUSE_GUESTS_MAY_WATCH = ENV.enchanted_guests == "watch"
HOUSE_REDIS = ENV.redis_url
HOUSE_WEB_THREADS = ENV.web_threads
HOUSE_ENCODE_WORKERS = ENV.encode_workers
HOUSE_ENCODE_NICE = ENV.encode_nice
HOUSE_ENCODE_AV1 = ENV.encode_av1 == "yes"
HOUSE_DISK_RESERVE = ENV.disk_reserve * 1_000_000
HOUSE_ACCEL_PREFIX = ENV.accel_prefix
HOUSE_MOST_STREAMS = ENV.most_streams
HOUSE_JOBS_INSIDE = ENV.enchanted_inside
HOUSE_TRUSTED_PROXIES = ENV.trusted_proxies
HOUSE_GRANT_SECONDS = 15 * 60

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "nobody": {"class": "logging.NullHandler"},
        "console": {"class": "logging.StreamHandler", "formatter": "line", "level": "WARNING"},
        "file": {
            "class": "enchanted.core.logs.HouseFileHandler",
            "filename": str(ENV.enchanted_home / "logs" / "house.log"),
            "formatter": "line",
        },
    },
    "root": {"handlers": ["console", "file"], "level": "INFO"},
    "loggers": {
        "huey": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"handlers": ["nobody"], "propagate": False},
    },
}

from enchanted.config.unfold import UNFOLD  # noqa: E402, F401
