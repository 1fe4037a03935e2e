"""Every setting and every environment variable, in one file; works with no environment at all."""

from pathlib import Path
from urllib.parse import urljoin, urlsplit

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.urls import reverse_lazy

ROOT = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(ROOT / ".env")  # absent on a fresh machine

# --- which shop this is ------------------------------------------------------------------------------------------
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{env.int('PORT', default=8000)}").rstrip("/")
ON_THIS_MACHINE = urlsplit(SITE_URL).hostname in ("127.0.0.1", "localhost", "::1")
# Demo accounts, the Stripe stand-in and a seeded catalogue: by itself only where nobody else can come in.
DEMO = env.bool("DEMO", default=ON_THIS_MACHINE)
DEBUG = env.bool("DEBUG", default=False)
VAR = Path(env.str("VAR_DIR", default=str(ROOT / "var")))  # database, uploads, keys: what must be backed up
VAR.mkdir(parents=True, exist_ok=True)


def required_outside_demo(name: str, demo_value: str) -> str:
    """Return the variable `name`; outside demo mode its absence stops the start with what to do."""
    value: str = env.str(name, default=demo_value if DEMO else "")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Put it into the environment or .env, or set DEMO=1 to try the shop."
        )
    return value


def origin_of(address: str) -> str:
    """Return the scheme and host of a web address, as a Content-Security-Policy names it."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


DEMO_SECRET_KEY = "demo-only-secret-key-that-production-settings-refuse"  # noqa: S105 - everybody may read it
SECRET_KEY = required_outside_demo("SECRET_KEY", DEMO_SECRET_KEY)
if not DEMO:
    required_outside_demo("SITE_URL", SITE_URL)
    if SECRET_KEY == DEMO_SECRET_KEY or len(SECRET_KEY) < 50:
        raise ImproperlyConfigured("SECRET_KEY can be guessed. Put 50 random characters or more into it.")
    if not SITE_URL.startswith("https://") and not ON_THIS_MACHINE:
        raise ImproperlyConfigured("SITE_URL must start with https://, or passwords would travel in the open.")
LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"] if DEMO else []
required_outside_demo("ALLOWED_HOSTS", "only those of this machine")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=LOCAL_HOSTS)
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# --- who answers as Saleor ---------------------------------------------------------------------------------------
SALEOR_API_URL = env.str("SALEOR_API_URL", default="")  # empty: the embedded engine
SALEOR_APP_TOKEN = env.str("SALEOR_APP_TOKEN", default="")  # empty: the one handed over at installation
# How Saleor names itself, where the shop reaches it by another address; only this server may install the shop.
SALEOR_PUBLIC_API_URL = env.str("SALEOR_PUBLIC_API_URL", default=SALEOR_API_URL)
# Its Dashboard, which shows the app's page in a frame and where letters for staff lead.
SALEOR_DASHBOARD_URL = env.str("SALEOR_DASHBOARD_URL", default=urljoin(SALEOR_PUBLIC_API_URL, "/dashboard/"))
# Where its pictures come from besides itself, such as "https://media.example.com", when they are kept elsewhere.
SALEOR_MEDIA_HOSTS = env.list("SALEOR_MEDIA_HOSTS", default=[])
SALEOR_STAFF_EMAIL = env.str("SALEOR_STAFF_EMAIL", default="admin@example.com" if DEMO else "")
SALEOR_STAFF_PASSWORD = env.str("SALEOR_STAFF_PASSWORD", default="demo" if DEMO else "")
ENGINE_RSA_PRIVATE_KEY = env.str("ENGINE_RSA_PRIVATE_KEY", default="", multiline=True)  # empty: made once, in VAR
ENGINE_ACCESS_TOKEN_SECONDS = 5 * 60
ENGINE_REFRESH_TOKEN_SECONDS = 30 * 24 * 60 * 60
ENGINE_CHECKOUT_PRICES_SECONDS = 60 * 60
ENGINE_MAX_QUERY_DEPTH = 15
ENGINE_MAX_QUERY_ALIASES = 60
ENGINE_MAX_QUERY_NODES = 3000
# Where links in letters may lead, such as the one for a new password.
ALLOWED_CLIENT_HOSTS = env.list("ALLOWED_CLIENT_HOSTS", default=[urlsplit(SITE_URL).hostname or "", *LOCAL_HOSTS])

# --- payments ----------------------------------------------------------------------------------------------------
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", default="")
STRIPE_WEBHOOK_SECRET = env.str("STRIPE_WEBHOOK_SECRET", default="")
if bool(STRIPE_SECRET_KEY) != bool(STRIPE_WEBHOOK_SECRET):
    raise ImproperlyConfigured("STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET belong together. Set both, or neither.")
STRIPE_API_VERSION = "2026-10-28.endive"
STRIPE_SANDBOX = DEMO and not STRIPE_SECRET_KEY  # the stand-in answers; impossible outside demo mode
STRIPE_API_BASE = f"{SITE_URL}/sandbox/stripe" if STRIPE_SANDBOX else "https://api.stripe.com"
if STRIPE_SANDBOX:
    STRIPE_SECRET_KEY = "sk_test_sandbox"  # noqa: S105 - the stand-in's only key
    STRIPE_WEBHOOK_SECRET = "whsec_sandbox"  # noqa: S105 - signs the stand-in's events
# Stripe's own script and frames, on the one page of the desk where cards are keyed.
STRIPE_PUBLISHABLE_KEY = "pk_test_sandbox" if STRIPE_SANDBOX else env.str("STRIPE_PUBLISHABLE_KEY", default="")
STRIPE_JS = "/static/stripe_sandbox/stripe.js" if STRIPE_SANDBOX else "https://js.stripe.com/v3/"
STRIPE_SANDBOX_AT_ONCE = False  # tests wait for an event's delivery; the shop does not
STRIPE_SANDBOX_POST = None  # tests put a function here that stays in the process
STRIPE_HTTP_CLIENT = None  # tests put a client here that stays in the process
PAY_LINK_HOURS = 72
# What people at the desk may refund of one order by themselves, in major units per currency; a currency that is not
# listed is for supervisors, who hold HANDLE_PAYMENTS and may refund what was paid.
AGENT_REFUND_LIMITS = env.dict("AGENT_REFUND_LIMITS", default={"USD": "100", "GBP": "80"})
# Lines on which people at the desk may key a caller's card (MOTO), such as us,intl: none, until Stripe has enabled it.
KEYED_CARD_LINES = env.list("KEYED_CARD_LINES", default=[])
# The most that one keyed card may be charged, in major units per currency: agents may not at all by default.
AGENT_KEYED_CARD_LIMITS = env.dict("AGENT_KEYED_CARD_LIMITS", default={})
SUPERVISOR_KEYED_CARD_LIMITS = env.dict("SUPERVISOR_KEYED_CARD_LIMITS", default={"USD": "1000", "GBP": "800"})
KEYED_CARD_MINUTES = 10  # so long stays the card pane open, and the recording paused
KEYED_CARDS_OFF_HOURS = 6  # so long is Stripe not asked again after it refused keyed cards
if KEYED_CARD_LINES and not STRIPE_PUBLISHABLE_KEY:
    raise ImproperlyConfigured("KEYED_CARD_LINES needs STRIPE_PUBLISHABLE_KEY, with which Stripe's card field opens.")
# Where a recording is paused while a card is keyed: an address of the telephone system, and the secret that signs what
# is posted there. Without one, agents pause it by hand and say so.
RECORDING_URL = env.str("RECORDING_URL", default="")
RECORDING_SECRET = env.str("RECORDING_SECRET", default="")
if RECORDING_URL and len(RECORDING_SECRET) < 32:
    raise ImproperlyConfigured("RECORDING_URL needs a RECORDING_SECRET of 32 characters or more.")

# --- text messages (payment links from the desk) -----------------------------------------------------------------
TWILIO_ACCOUNT_SID = env.str("TWILIO_ACCOUNT_SID", default="")
TWILIO_AUTH_TOKEN = env.str("TWILIO_AUTH_TOKEN", default="")
if bool(TWILIO_ACCOUNT_SID) != bool(TWILIO_AUTH_TOKEN):
    raise ImproperlyConfigured("TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN belong together. Set both, or neither.")
# Who sends: Twilio, or in demo mode a folder of this machine. Empty: the desk does not offer it.
SMS_PROVIDER = "twilio" if TWILIO_ACCOUNT_SID else "console" if DEMO else ""
SMS_FOLDER = VAR / "sms"
# Under which number (E.164), name (up to 11 letters) or messaging service (MG…) each line sends.
SMS_SENDERS = {
    "us": env.str("SMS_FROM_US", default="" if TWILIO_ACCOUNT_SID or not DEMO else "+18007415716"),
    "intl": env.str("SMS_FROM_INTL", default="" if TWILIO_ACCOUNT_SID or not DEMO else "+441618020161"),
}
TEXTS_PER_NUMBER = 5  # a day
TEXTS_PER_ORDER = 5  # a day
STRIPE_EVENTS_KEPT_DAYS = 400  # events that were acted on; a year of them, for questions about last year's books

# --- Django ------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "template_partials",
    "django_tasks",
    "django_tasks_db",
    "graphene_django",
    "store",
    "store.engine",
    "store.payments",
    "store.saleor_app",
    "store.storefront",
    "store.office",
    "phone_orders",
    "catalog_seed",
]
if STRIPE_SANDBOX:
    INSTALLED_APPS.append("store.payments.sandbox")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "store.engine.admin.policy.AdminPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "store.storefront.away.AwayPages",
    "store.privacy.card_guard.CardGuard",  # last: it reads what a view is about to read
]
ROOT_URLCONF = "store.urls"
WSGI_APPLICATION = "store.wsgi.application"
AUTH_USER_MODEL = "engine.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

THEME = env.str("THEME", default="campus")
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "themes" / THEME / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "store.storefront.frame.frame",
            ],
        },
    },
]

# --- database ----------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'shop.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue at BEGIN instead of failing half-way through a transaction that started as a read.
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

CACHES = {
    "default": env.cache_url("CACHE_URL", default="locmemcache://"),
    # Answers about the catalogue, each with the version it belongs to: some 20 KB each. Apart from the others, which
    # count attempts, so that nobody can push those out by looking at many pages.
    "catalogue": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "catalogue",
        "OPTIONS": {"MAX_ENTRIES": 1500},
    },
}
if env.str("CACHE_URL", default=""):  # outlives a restart, so that the last good pages are there while Saleor is away
    CACHES["catalogue"] = {**CACHES["default"], "KEY_PREFIX": "catalogue"}
# One process serves the embedded default, so its own memory counts every attempt; production sets CACHE_URL.
SILENCED_SYSTEM_CHECKS = ["django_ratelimit.E003", "django_ratelimit.W001"]
SILENCED_SYSTEM_CHECKS += ["security.W005", "security.W021"]  # HSTS of other subdomains is for their owner to decide

# --- background work and mail ------------------------------------------------------------------------------------
TASK_WORKER = env.bool("TASK_WORKER", default=False)  # true where `manage.py db_worker` runs
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if TASK_WORKER
        else "django_tasks.backends.immediate.ImmediateBackend",
    }
}
vars().update(env.email_url_config(required_outside_demo("EMAIL_URL", f"filemail:///{VAR / 'mail'}")))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="NAT Global Campus <orders@example.com>")

# --- files -------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_DIR", default=str(VAR / "static")))  # written by collectstatic
STATICFILES_DIRS = [ROOT / "themes" / THEME / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
WHITENOISE_USE_FINDERS = DEMO
WHITENOISE_MAX_AGE = 60 if DEMO else 31536000
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- safety ------------------------------------------------------------------------------------------------------
SECURE = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 30 * 24 * 60 * 60
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked from next door, in plain HTTP
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
# A proxy that sets X-Forwarded-For and X-Forwarded-Proto stands in front, and nobody can go around it.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
# A Saleor server's thumbnails lead on to where its media are kept, and browsers check both addresses.
SALEOR_PICTURES = [origin_of(address) for address in (SALEOR_PUBLIC_API_URL, *SALEOR_MEDIA_HOSTS) if address]
CONTENT_SECURITY_POLICY = {  # the admin has its own: store/engine/admin/policy.py
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", *SALEOR_PICTURES],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF, SITE_URL, "https://checkout.stripe.com"],  # Chromium checks where a form's answer leads
    },
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
]

# --- words and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
COUNTRIES_OVERRIDE = {"EU": "European Union"}  # a country code of Saleor's


# --- the admin ---------------------------------------------------------------------------------------------------
def section(title: str, model: str, icon: str, *codes: str) -> dict[str, object]:
    """Return a line of the admin's menu, for those who hold one of these permissions."""
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:engine_{model}_changelist"),
        "permission": lambda request: any(request.user.has_perm(code) for code in codes),
    }


LOGIN_REDIRECT_URL = reverse_lazy("admin:index")
UNFOLD = {
    "SITE_TITLE": "NAT Global Campus",
    "SITE_HEADER": "NAT Global Campus",
    "SITE_SUBHEADER": "Products and orders",
    "SITE_URL": "/",
    "STYLES": [lambda _request: static("engine/admin.css")],
    "DASHBOARD_CALLBACK": "store.engine.admin.start.start",
    "SITE_ICON": {
        "light": lambda _request: static(f"{THEME}/mark.svg"),
        "dark": lambda _request: static(f"{THEME}/mark-light.svg"),
    },
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda _request: static(f"{THEME}/mark.svg")},
    ],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "BORDER_RADIUS": "6px",
    "COLORS": {
        "primary": {
            "50": "#eefaf8",
            "100": "#d3f2ed",
            "200": "#a9e5dc",
            "300": "#74d1c5",
            "400": "#42b5a9",
            "500": "#28998e",
            "600": "#1d7b74",
            "700": "#1b635e",
            "800": "#1a4f4d",
            "900": "#194240",
            "950": "#082625",
        },
    },
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": [
            {
                "title": "Catalogue",
                "items": [
                    section("Products", "product", "shopping_bag", "MANAGE_PRODUCTS"),
                    section("Categories", "category", "folder", "MANAGE_PRODUCTS"),
                    section("Collections", "collection", "collections_bookmark", "MANAGE_PRODUCTS"),
                    section("Product types", "producttype", "category", "MANAGE_PRODUCTS"),
                    section("Vouchers", "voucher", "sell", "MANAGE_DISCOUNTS"),
                ],
            },
            {
                "title": "Sales",
                "items": [
                    section("Orders", "order", "receipt_long", "MANAGE_ORDERS"),
                    section("Customers", "user", "group", "MANAGE_USERS"),
                    {
                        "title": "Money",
                        "icon": "account_balance",
                        "link": reverse_lazy("office:money"),
                        "permission": lambda request: request.user.has_perm("HANDLE_PAYMENTS"),
                    },
                ],
            },
            {
                "title": "Content",
                "items": [
                    section("Pages", "page", "article", "MANAGE_PAGES"),
                    section("Page types", "pagetype", "style", "MANAGE_PAGES"),
                    section("Menus", "menu", "menu", "MANAGE_MENUS"),
                ],
            },
            {
                "title": "Delivery and tax",
                "items": [
                    section("Shipping zones", "shippingzone", "public", "MANAGE_SHIPPING"),
                    section("Ways of delivery", "shippingmethod", "local_shipping", "MANAGE_SHIPPING"),
                    section("Warehouses", "warehouse", "warehouse", "MANAGE_PRODUCTS", "MANAGE_SHIPPING"),
                    section("Tax classes", "taxclass", "percent", "MANAGE_TAXES"),
                    section("Prices and tax", "taxconfiguration", "price_change", "MANAGE_TAXES"),
                    section("Channels", "channel", "storefront", "MANAGE_CHANNELS"),
                ],
            },
            {
                "title": "Team",
                "items": [
                    section("Staff", "staffmember", "badge", "MANAGE_STAFF"),
                    section("Groups", "group", "key", "MANAGE_STAFF"),
                ],
            },
        ],
    },
}

GRAPHENE = {"DJANGO_CHOICE_FIELD_ENUM_CONVERT": False}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "store.privacy.log_secrets.WithoutCardNumbers",
            "format": "{levelname} {name}: {message}",
            "style": "{",
        }
    },
    "filters": {"secrets": {"()": "store.privacy.log_secrets.HideSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "store": {"level": "INFO"},
        "phone_orders": {"level": "INFO"},
        # These write whole answers, with customers' e-mail addresses in them, to whoever listens closely enough.
        "stripe": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
        # Django gives its own server a handler that would write addresses as they are.
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
