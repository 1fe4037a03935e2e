"""What every test shares: a clean cache and fast passwords; and where nothing may be skipped, nothing is."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from pytest_django.fixtures import Settings

from tests.postgres import postgres

__all__ = ["postgres"]

gc.set_threshold(50_000, 50, 100)  # a fifth faster: two schemas and a client are much to go through again and again

NEVER_SKIPPED = {"browser", "postgres", "compose"}  # where REQUIRE_EVERYTHING is set, as in CI
SIGNING_KEY = (
    rsa.generate_private_key(public_exponent=65537, key_size=2048)
    .private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    .decode()
)


@pytest.fixture(autouse=True)
def _apart(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Keep tests apart: uploads and mail in memory or a folder of their own, attempts forgotten."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = tmp_path  # whitenoise warns where there is none
    settings.ENGINE_RSA_PRIVATE_KEY = SIGNING_KEY
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.WHITENOISE_AUTOREFRESH = True  # looks for a static file when it is asked for, not all at every start
    cache.clear()
    yield
    cache.clear()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that skipped browser, PostgreSQL or Compose tests although everything is required."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not os.environ.get("REQUIRE_EVERYTHING"):  # noqa: TID251 - the tests' own variable
        return
    skipped = [report for report in reporter.stats.get("skipped", []) if NEVER_SKIPPED.intersection(report.keywords)]
    if skipped:
        reporter.write_line(
            f"{len(skipped)} browser, PostgreSQL or Compose tests were skipped, but everything is required."
        )
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
