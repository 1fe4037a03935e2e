"""A PostgreSQL for tests: the one that TEST_POSTGRES_URL or DATABASE_URL names, else a cluster made for this run.

The cluster lives in a folder of its own, listens on a socket in there and on no port, does not wait for the disk, and
is gone after the run. As root it runs as the user `postgres`, because PostgreSQL refuses to be root.
"""

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

INSTALLED = Path("/usr/lib/postgresql")
QUICK = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=60"


@dataclass(frozen=True)
class Server:
    """A PostgreSQL that may be used; `url` names its maintenance database."""

    url: str

    @contextmanager
    def database(self) -> Iterator[str]:
        """Make an empty database, give its DATABASE_URL, and drop it afterwards."""
        name = f"test_{secrets.token_hex(6)}"
        with psycopg.connect(_dsn(self.url), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
            yield urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def given_url() -> str:
    """Return the address of a server that the environment names, or nothing."""
    variables = os.environ  # noqa: TID251 - the tests' own variable, which the shop's settings do not know
    named = variables.get("TEST_POSTGRES_URL") or variables.get("DATABASE_URL", "")
    return named if named.startswith("postgres") else ""


@contextmanager
def server() -> Iterator[Server]:
    """Give a server; skips the test, and says why, where there is none."""
    if given_url():
        yield Server(given_url())
        return
    programs = sorted(INSTALLED.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not programs:
        pytest.skip(f"no PostgreSQL: TEST_POSTGRES_URL is not set and there is none in {INSTALLED}")
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if prefix and not _has_postgres_user():
        pytest.skip("no PostgreSQL: running as root, and there is no user `postgres` to run it as")
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # short, for a socket's name has to be
    if prefix:
        shutil.chown(folder, "postgres")
    bin_folder, data = programs[-1].parent, folder / "data"
    control = [*prefix, str(bin_folder / "pg_ctl"), "-D", str(data), "-w", "-s"]
    try:
        _run([*prefix, str(bin_folder / "initdb"), "-D", str(data), "-U", "shop", "--auth=trust", "--no-sync"])
        _run([*control, "-l", str(folder / "log"), "-o", f"{QUICK} -k {folder}", "start"])
        try:
            yield Server(f"postgres://shop@/postgres?host={folder}")
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server for the tests marked `postgres`, started when the first of them needs it."""
    with server() as running:
        yield running


def _has_postgres_user() -> bool:
    if shutil.which("runuser") is None:
        return False
    return subprocess.run(["id", "postgres"], capture_output=True, check=False).returncode == 0


def _run(command: Sequence[str]) -> None:
    # Not captured through pipes: the server inherits them and would keep them open.
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}")


def _dsn(url: str) -> str:
    return url.replace("postgres://", "postgresql://", 1)
