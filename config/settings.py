"""All settings, read once from the environment. The README has the table of them."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured

from chat.analysts.claude.config import ClaudeConfig
from config import content_security, secret_key
from config.env import Env
from engine.limits import AnalysisLimits, EngineConfig, ImportLimits, QueryLimits

django_stubs_ext.monkeypatch()  # lets generic Django classes carry their type parameters

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"

env = Env.load(BASE_DIR / ".env")

# --- Where things lie -------------------------------------------------------------------------

DATA_DIR = (BASE_DIR / env.text("DATA_DIR", "data")).resolve()
if set("?*[\\") & set(str(DATA_DIR)):
    raise ImproperlyConfigured(f"DATA_DIR must not hold ? * [ or a backslash, but it is {DATA_DIR}.")
INCOMING_DIR = DATA_DIR / "incoming"
QUEUED_DIR = DATA_DIR / "queued"
try:
    INCOMING_DIR.mkdir(parents=True, exist_ok=True)
    QUEUED_DIR.mkdir(exist_ok=True)
except OSError as error:
    raise ImproperlyConfigured(f"DATA_DIR can't be used: {error.strerror} ({DATA_DIR}).") from None

# --- Server -----------------------------------------------------------------------------------

DEBUG = env.boolean("DEBUG", default=False)
SECRET_KEY = secret_key.resolve(env.text("SECRET_KEY"), DATA_DIR)
HOST = env.text("HOST", "127.0.0.1")
PORT = env.integer("PORT", 8000, minimum=0, maximum=65535)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CORS_ALLOWED_ORIGINS = env.words("CORS_ALLOWED_ORIGINS")
TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXY_COUNT", 0, maximum=10)
LOG_FORMAT = env.choice("LOG_FORMAT", "text", ["text", "json"])
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", ["DEBUG", "INFO", "WARNING", "ERROR"])

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
WSGI_APPLICATION = None
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = False
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / ".static"
_WEB_APP_BUILD = BASE_DIR / "frontend" / "dist"
STATICFILES_DIRS = [("app", _WEB_APP_BUILD)] if _WEB_APP_BUILD.is_dir() else []
WEB_APP_PAGE = STATIC_ROOT / "app" / "index.html"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["png", "woff2", "gz", "br", "map", "parquet"]
# Vite names the app's files by their content: a browser need never ask for them again.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/app/assets/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": content_security.DIRECTIVES}
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    # Lets `manage.py runserver` speak ASGI, and must come first. Nothing else should wait for Twisted.
    *(["daphne"] if sys.argv[1:2] == ["runserver"] else []),
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "channels",
    "corsheaders",
    "csp",
    "rest_framework",
    "django_tasks",
    "django_tasks_db",
    "drf_spectacular",
    "drf_spectacular_sidecar",  # the API browser's own files: nothing comes from elsewhere
    "config.apps.ConfigApp",
    "accounts",
    "sessions_app",
    "files",
    "analysis",
    "chat",
]

MIDDLEWARE = [
    "config.request_id.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",  # before WhiteNoise, which serves a page too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
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

# --- Database, cache, channel layer -----------------------------------------------------------

DATABASE_URL = env.url("DATABASE_URL", ["sqlite", "postgres", "postgresql"])
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(DATABASE_URL or f"sqlite:///{DATA_DIR / 'db.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A write transaction takes its lock at the start: it waits its turn instead of failing in
        # the middle, which is what SQLite does when a reader becomes a writer.
        "transaction_mode": "IMMEDIATE",
        "timeout": env.number("SQLITE_BUSY_TIMEOUT_SECONDS", 20.0),
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    # On disk like the real one: an in-memory database answers other threads differently.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
DATABASES["default"]["CONN_MAX_AGE"] = 60  # see config.database
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

REDIS_URL = env.url("REDIS_URL", ["redis", "rediss", "unix"])
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
    CHANNEL_LAYERS: dict[str, Any] = {
        "default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
    }
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}

# --- Accounts ---------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.BCryptSHA256PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
SIMPLE_JWT = {
    "ALGORITHM": "HS256",
    "SIGNING_KEY": SECRET_KEY,
    "ACCESS_TOKEN_LIFETIME": timedelta(
        days=env.integer("ACCESS_TOKEN_EXPIRE_DAYS", 30, minimum=1, maximum=3650)
    ),
    "USER_ID_CLAIM": "sub",
}

# --- REST API ---------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["config.json_parser.BoundedJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.api_errors.handle",
    "NUM_PROXIES": TRUSTED_PROXY_COUNT,
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_THROTTLE_RATES": {
        "auth_per_address": f"{env.integer('AUTH_REQUESTS_PER_ADDRESS_PER_MINUTE', 60, minimum=1)}/min",
        "login_per_account": f"{env.integer('LOGINS_PER_ACCOUNT_PER_MINUTE', 10, minimum=1)}/min",
        "upload_per_user": f"{env.integer('UPLOADS_PER_USER_PER_HOUR', 120, minimum=1)}/hour",
    },
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Chat with a data file",
    "DESCRIPTION": "Upload a CSV or Parquet file and talk with it. docs/websocket.md has the socket.",
    "VERSION": VERSION,
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SCHEMA_PATH_PREFIX": "/api",
    "OAS_VERSION": "3.1.0",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "chat.schema.add_socket_frames",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},  # it would ask another server
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_PATCH": False,  # a PATCH says what it must hold
    "ENUM_NAME_OVERRIDES": {
        "ImportStatus": "files.models.ImportJob.Status",
        "ExecutionKind": "analysis.models.Execution.Kind",
        "TurnStatus": "chat.models.Turn.Status",
    },
}

# --- Uploads ----------------------------------------------------------------------------------

MAX_UPLOAD_SIZE = env.integer("MAX_UPLOAD_SIZE", 1024**3, minimum=1)
MAX_JSON_BODY_BYTES = env.integer("MAX_JSON_BODY_BYTES", 1024**2, minimum=1024)
UPLOADS_AT_ONCE_PER_USER = env.integer("UPLOADS_AT_ONCE_PER_USER", 8, minimum=1, maximum=1000)
DISK_RESERVE_BYTES = env.integer("DISK_RESERVE_BYTES", 256 * 1024**2)
DATA_UPLOAD_MAX_MEMORY_SIZE = None  # files.body_gate counts every body before Django sees it
FILE_UPLOAD_HANDLERS = ["files.upload_handler.IncomingUploadHandler"]

# --- Engine -----------------------------------------------------------------------------------

ENGINE = EngineConfig(
    query_workers=env.integer("QUERY_WORKERS", 3, minimum=1, maximum=64),
    import_workers=env.integer("IMPORT_WORKERS", 1, minimum=1, maximum=16),
    analysis_workers=env.integer("ANALYSIS_WORKERS", 2, minimum=1, maximum=64),
    analysis_warm_up=env.boolean("ANALYSIS_WARM_UP", default=True),
    query=QueryLimits(
        timeout_seconds=env.number("QUERY_TIMEOUT_SECONDS", 30.0, minimum=0.1),
        max_rows=env.integer("QUERY_MAX_ROWS", 1_000, minimum=1, maximum=100_000),
        max_result_bytes=env.integer("QUERY_MAX_RESULT_BYTES", 1_000_000, minimum=1_000),
        memory_bytes=env.integer("QUERY_MEMORY_BYTES", 512 * 1024**2, minimum=64 * 1024**2),
        address_space_bytes=env.integer("QUERY_ADDRESS_SPACE_BYTES", 2_560 * 1024**2, minimum=1024**3),
        threads=env.integer("QUERY_THREADS", 2, minimum=1, maximum=256),
    ),
    imports=ImportLimits(
        timeout_seconds=env.number("IMPORT_TIMEOUT_SECONDS", 600.0, minimum=1.0),
        memory_bytes=env.integer("IMPORT_MEMORY_BYTES", 1024**3, minimum=128 * 1024**2),
        address_space_bytes=env.integer("IMPORT_ADDRESS_SPACE_BYTES", 4 * 1024**3, minimum=1024**3),
        temp_bytes=env.integer("IMPORT_TEMP_BYTES", 8 * 1024**3),
        threads=env.integer("IMPORT_THREADS", 2, minimum=1, maximum=256),
    ),
    analysis=AnalysisLimits(
        timeout_seconds=env.number("ANALYSIS_TIMEOUT_SECONDS", 120.0, minimum=1.0),
        max_cells=env.integer("ANALYSIS_MAX_CELLS", 50_000_000, minimum=1_000),
        max_table_rows=env.integer("ANALYSIS_MAX_TABLE_ROWS", 5_000, minimum=1, maximum=100_000),
        memory_bytes=env.integer("ANALYSIS_MEMORY_BYTES", 1024**3, minimum=128 * 1024**2),
        address_space_bytes=env.integer("ANALYSIS_ADDRESS_SPACE_BYTES", 4 * 1024**3, minimum=2 * 1024**3),
        threads=env.integer("ANALYSIS_THREADS", 2, minimum=1, maximum=256),
    ),
    cache_bytes=env.integer("QUERY_CACHE_BYTES", 64 * 1024**2),
    data_dir=DATA_DIR,
)
CHART_MAX_ROWS = env.integer("CHART_MAX_ROWS", 5_000, minimum=1, maximum=100_000)

# --- Background imports -----------------------------------------------------------------------

BACKGROUND_TASKS = env.choice("BACKGROUND_TASKS", "in_process", ["in_process", "database"])
_TASK_BACKENDS: dict[str, dict[str, Any]] = {
    "in_process": {
        "BACKEND": "config.task_backend.InProcessBackend",
        "OPTIONS": {"threads": ENGINE.import_workers},
    },
    # `manage.py db_worker` runs them, on as many hosts as share the database and DATA_DIR
    "database": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}
TASKS = {"default": _TASK_BACKENDS[BACKGROUND_TASKS]}

# --- Chat -------------------------------------------------------------------------------------

MAX_MESSAGE_CHARACTERS = env.integer("MAX_MESSAGE_CHARACTERS", 10_000, minimum=1)
MAX_FRAME_BYTES = env.integer("MAX_FRAME_BYTES", 64 * 1024, minimum=1024)
TEXT_JOIN_MILLISECONDS = env.integer("TEXT_JOIN_MILLISECONDS", 30, maximum=1000)
TURN_TIMEOUT_SECONDS = env.number("TURN_TIMEOUT_SECONDS", 600.0, minimum=1.0)
RESUME_GRACE_SECONDS = env.number("RESUME_GRACE_SECONDS", 1.0)

ANALYST_CHOICE = env.choice("ANALYST", "auto", ["auto", "claude", "builtin"])
CLAUDE = ClaudeConfig(
    api_key=env.text("ANTHROPIC_API_KEY"),
    base_url=env.url("ANTHROPIC_BASE_URL", ["http", "https"]) or None,
    model=env.text("ANTHROPIC_MODEL", "claude-sonnet-5-5"),
    title_model=env.text("ANTHROPIC_TITLE_MODEL", "claude-haiku-5-5"),
    max_steps=env.integer("TURN_MAX_STEPS", 12, minimum=1, maximum=100),
    max_turn_output_tokens=env.integer("TURN_MAX_OUTPUT_TOKENS", 48_000, minimum=1_000),
    max_turn_input_tokens=env.integer("TURN_MAX_INPUT_TOKENS", 1_000_000, minimum=1_000),
    history_token_budget=env.integer("HISTORY_MAX_TOKENS", 20_000),
    request_timeout_seconds=env.number("MODEL_SILENCE_TIMEOUT_SECONDS", 90.0, minimum=0.1),
    max_retries=env.integer("MODEL_MAX_RETRIES", 3, maximum=10),
    retry_base_seconds=env.number("MODEL_RETRY_BASE_SECONDS", 1.0),
)
if ANALYST_CHOICE == "claude" and not (CLAUDE.api_key or CLAUDE.base_url):
    raise ImproperlyConfigured(
        "ANALYST is claude, but neither ANTHROPIC_API_KEY nor ANTHROPIC_BASE_URL is set."
    )
ANALYST = ANALYST_CHOICE
if ANALYST == "auto":
    ANALYST = "claude" if CLAUDE.api_key or CLAUDE.base_url else "builtin"

# --- Logging ----------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"context": {"()": "config.logs.ContextFilter"}},
    "formatters": {
        "text": {"()": "config.logs.TextFormatter"},
        "json": {"()": "config.logs.JsonLinesFormatter"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["context"]}
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "propagate": True, "level": "INFO"},
        "django.server": {"handlers": [], "propagate": True, "level": "INFO"},
        "uvicorn": {"handlers": [], "propagate": True, "level": "INFO"},
        "uvicorn.access": {"handlers": [], "propagate": False, "level": "CRITICAL"},
        "django.request": {"level": "ERROR"},  # config.request_id logs each answer already
        "httpx2": {"level": "WARNING"},
    },
}
