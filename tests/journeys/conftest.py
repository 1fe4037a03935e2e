"""A shop in a process of its own and a real browser in front of it; skipped where there is no Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright

from tests.postgres import Server, given_url

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 180  # seconds for the shop to start


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the shop keeps its database, its log and its mails."""
    return tmp_path_factory.mktemp("shop")


@pytest.fixture
def mails(folder: Path) -> Path:
    """The folder of the mails that the shop sent."""
    return folder / "mail"


@pytest.fixture(scope="session")
def own_database() -> Iterator[dict[str, str]]:
    """Where the whole run is on PostgreSQL, a new database there; otherwise the shop makes its own file."""
    with ExitStack() as stack:
        if connection.vendor != "postgresql":
            yield {}
        else:
            yield {"DATABASE_URL": stack.enter_context(Server(given_url()).database())}


@pytest.fixture(scope="session")
def site(folder: Path, own_database: dict[str, str]) -> Iterator[str]:
    """Start the shop; give its address."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed.")
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    (folder / "mail").mkdir()
    log = (folder / "log").open("w")
    environment = {
        **os.environ,  # noqa: TID251 - the shop in the other process inherits it
        "VAR_DIR": str(folder),
        "SITE_URL": address,
        "KEYED_CARD_LINES": "us",
        "DJANGO_SETTINGS_MODULE": "store.settings",
        **own_database,
    }
    server = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("serve.py")), str(port)],
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait_for(address, server, folder / "log")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=10)
        log.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start the browser; no longer than for a module, because Django refuses to work beside its running event loop."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Visitor:
    """A browser window; notes every complaint of the browser."""

    def __init__(self, chromium: Browser, site: str, *, width: int, script: bool) -> None:
        self.site, self.script = site, script
        self.context = chromium.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.complaints: list[str] = []
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, path: str) -> None:
        self.page.goto(f"{self.site}{path}")

    def press(self, name: str) -> None:
        """Press a button; the page may change."""
        self.page.get_by_role("button", name=name).first.click()
        self.page.wait_for_load_state()

    def fits(self) -> None:
        """Nothing stands out of the window on the right."""
        if self.script:
            wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{self.page.url} is {wide} px too wide"

    def sees(self, words: str) -> None:
        self.page.get_by_text(words).first.wait_for()


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            if httpx.get(f"{address}/healthz", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    pytest.fail(f"The shop did not start:\n{log.read_text()[-2000:]}")
