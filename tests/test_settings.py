"""Settings outside demo mode: what starts, and what refuses to with a sentence that says what to do."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
PRODUCTION = {
    "DEMO": "0",
    "SECRET_KEY": "kq8Zr2vX1mB7nT4cW9sL3pF6hJ0dG5yA8eU2iO4xR7tV1bN6mQ",
    "SITE_URL": "https://shop.example.com",
    "ALLOWED_HOSTS": "shop.example.com,www.example.com",
    "DATABASE_URL": "postgres://shop:word@db.example.com:5432/shop",
    "CACHE_URL": "redis://cache.example.com:6379/0",
    "EMAIL_URL": "smtp://mail.example.com:25",
    "TASK_WORKER": "1",
    "BEHIND_PROXY": "1",
}


def run(*arguments: str, var: Path, **changed: str | None) -> subprocess.CompletedProcess[str]:
    """Run Python with production's environment, in which some variables are changed or missing (None)."""
    given = {**PRODUCTION, "VAR_DIR": str(var), **changed}
    environment = {
        "PATH": os.environ["PATH"],  # noqa: TID251 - handed on to the process
        "DJANGO_SETTINGS_MODULE": "store.settings",
        **{name: value for name, value in given.items() if value is not None},
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


REFUSED: dict[str, dict[str, str | None]] = {
    "SECRET_KEY is not set.": {"SECRET_KEY": None},
    "SECRET_KEY can be guessed.": {"SECRET_KEY": "short"},
    "SECRET_KEY can be guessed. ": {"SECRET_KEY": "demo-only-secret-key-that-production-settings-refuse"},
    "SITE_URL is not set.": {"SITE_URL": None},
    "SITE_URL must start with https://": {"SITE_URL": "http://shop.example.com"},
    "ALLOWED_HOSTS is not set.": {"ALLOWED_HOSTS": None},
    "EMAIL_URL is not set.": {"EMAIL_URL": None},
    "STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET belong together.": {"STRIPE_SECRET_KEY": "sk_live_1"},
    "STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET belong": {"STRIPE_WEBHOOK_SECRET": "whsec_1"},
    "KEYED_CARD_LINES needs STRIPE_PUBLISHABLE_KEY": {"KEYED_CARD_LINES": "us"},
    "RECORDING_URL needs a RECORDING_SECRET": {"RECORDING_URL": "https://telephones.example.com/recording"},
    "SECRET_KEY is not set. Put it into the environment or .env": {"DEMO": None, "SECRET_KEY": None},
}
STARTED: dict[str, dict[str, str | None]] = {
    "production": {},
    "no proxy": {"BEHIND_PROXY": None},
    "a Saleor": {
        "SALEOR_API_URL": "http://saleor-api:8000/graphql/",
        "SALEOR_PUBLIC_API_URL": "https://saleor.example.com/graphql/",
        "SALEOR_MEDIA_HOSTS": "https://media.example.com/shop/",
    },
}
READ = """
import json, os, pathlib, runpy, sys
for name, environment in json.loads(sys.stdin.read()).items():
    os.environ.clear(), os.environ.update(environment)
    try:
        found = runpy.run_path("store/settings.py")
        shown = {name: value for name, value in found.items() if type(value) in (bool, str, list, tuple, type(None))}
    except Exception as refusal:
        shown = f"{type(refusal).__name__}: {refusal}"
    print(json.dumps([name, shown], default=str))
"""


@pytest.fixture(scope="module")
def settings_of(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What became of each environment, read by one process: its settings, or how it was refused."""
    var = str(tmp_path_factory.mktemp("var"))
    environments = {
        name: {key: value for key, value in {**PRODUCTION, "VAR_DIR": var, **changed}.items() if value is not None}
        for name, changed in {**REFUSED, **STARTED}.items()
    }
    done = subprocess.run(
        [sys.executable, "-c", READ],
        cwd=ROOT,
        input=json.dumps(environments),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(line) for line in done.stdout.splitlines())


@pytest.mark.parametrize("sentence", REFUSED)
def test_a_shop_that_would_not_be_safe_refuses_to_start(sentence: str, settings_of: dict[str, Any]) -> None:
    assert str(settings_of[sentence]).startswith(f"ImproperlyConfigured: {sentence}")


def test_without_stripes_keys_production_has_no_stand_in(settings_of: dict[str, Any]) -> None:
    found = settings_of["production"]

    assert "store.payments.sandbox" not in found["INSTALLED_APPS"]
    assert found["STRIPE_SANDBOX"] is False
    assert (found["STRIPE_SECRET_KEY"], found["STRIPE_API_BASE"]) == ("", "https://api.stripe.com")


def test_production_has_no_demo_account_to_sign_in_with(settings_of: dict[str, Any]) -> None:
    found = settings_of["production"]

    assert found["DEMO"] is False
    assert (found["SALEOR_STAFF_EMAIL"], found["SALEOR_STAFF_PASSWORD"]) == ("", "")


def test_only_behind_a_proxy_are_forwarded_headers_believed(settings_of: dict[str, Any]) -> None:
    behind, alone = settings_of["production"], settings_of["no proxy"]

    assert behind["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert behind["ALLOWED_HOSTS"] == ["shop.example.com", "www.example.com"]
    assert alone["SECURE_PROXY_SSL_HEADER"] is None


def test_a_saleors_pictures_may_be_shown_from_where_browsers_find_them(settings_of: dict[str, Any]) -> None:
    assert settings_of["production"]["SALEOR_PICTURES"] == []
    assert settings_of["a Saleor"]["SALEOR_PICTURES"] == ["https://saleor.example.com", "https://media.example.com"]


def test_production_passes_djangos_own_check_of_deployments(tmp_path: Path) -> None:
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", var=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")


def test_the_server_that_speaks_no_https_does_not_pretend_to(tmp_path: Path) -> None:
    done = run("manage.py", "serve", var=tmp_path, BEHIND_PROXY=None)

    assert done.returncode == 1
    assert "CommandError: This server speaks no https." in done.stderr


def test_every_static_file_that_a_page_names_is_collected_under_its_fingerprint(tmp_path: Path) -> None:
    done = run("manage.py", "collectstatic", "--no-input", "-v", "0", var=tmp_path)
    assert done.returncode == 0, done.stderr
    manifest = json.loads((tmp_path / "static" / "staticfiles.json").read_text())["paths"]
    assert "campus/shop.css" in manifest

    named = subprocess.run(
        [
            "grep",
            "-rhoP",
            r"""\{% static ['"]\K[^'"]+""",
            "store",
            "phone_orders",
            "themes",
            "--include=*.html",
            "--exclude-dir=sandbox",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert named
    assert sorted(set(named) - set(manifest)) == []
    assert all((tmp_path / "static" / manifest[name]).exists() for name in named)
