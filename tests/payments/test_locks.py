"""The locks around completions, where a Saleor server answers: across threads, processes and whatever goes wrong."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from pytest_django.fixtures import Settings

from store.payments import locks
from store.payments.locks import Queued, held
from tests.postgres import Server

PROCESS = Path(__file__).with_name("holding.py")
REMOTE = "https://saleor.example/graphql/"


@pytest.fixture
def files(settings: Settings, tmp_path: Path) -> Path:
    """Let a Saleor server answer; where the shop's own tables are in SQLite, locked files lie here."""
    settings.SALEOR_API_URL, settings.VAR = REMOTE, tmp_path
    return tmp_path


class Processes:
    """Processes of one shop that take locks; each notes in one file when it begins and ends to hold them."""

    def __init__(self, folder: Path, database: str) -> None:
        self.notes = folder / "notes"
        environment = {"VAR_DIR": str(folder), "DATABASE_URL": database, "SALEOR_API_URL": REMOTE}
        self.shop = subprocess.Popen(
            [sys.executable, str(PROCESS)],
            env=environment,
            cwd=PROCESS.parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.running: list[int] = []

    def start(self, *names: str, seconds: float, repeat: int = 1, patience: float = 20) -> int:
        process = self._say(f"{self.notes} {seconds} {repeat} {patience} {' '.join(names)}")
        self.running.append(process)
        return process

    def end_of(self, process: int) -> int:
        """Wait until a process ends; return its exit status."""
        self.running.remove(process)
        return self._say(f"-{process}")

    def kill(self, process: int) -> None:
        os.kill(process, signal.SIGKILL)
        self.end_of(process)

    def _say(self, line: str) -> int:
        assert self.shop.stdin is not None
        assert self.shop.stdout is not None
        self.shop.stdin.write(f"{line}\n")
        self.shop.stdin.flush()
        return int(self.shop.stdout.readline())

    def wait_for(self, words: str) -> None:
        until = time.monotonic() + 60
        while words not in self.noted:
            assert time.monotonic() < until, self.noted
            time.sleep(0.01)

    @property
    def noted(self) -> list[str]:
        return self.notes.read_text().split()

    def most_at_once(self) -> int:
        inside = most = 0
        for word in self.noted:
            inside += {"in": 1, "out": -1}.get(word, 0)
            most = max(most, inside)
        return most


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("shop")
        database = f"sqlite:///{folder / 'shop.sqlite3'}"
        if request.param == "postgresql":
            server: Server = request.getfixturevalue("postgres")
            database = stack.enter_context(server.database())
        processes = Processes(folder, database)
        yield processes
        processes.shop.communicate()


@pytest.fixture
def processes(shop: Processes) -> Iterator[Processes]:
    shop.notes.write_text("")
    yield shop
    for process in shop.running.copy():
        shop.kill(process)


def test_processes_that_want_one_variant_go_one_after_another(processes: Processes) -> None:
    """Each takes overlapping pairs in another order, and none waits for ever."""
    orders = [("a", "b"), ("b", "c"), ("c", "a"), ("b", "a")]
    started = [processes.start(*names, "all", seconds=0.005, repeat=10) for names in orders]
    assert [processes.end_of(process) for process in started] == [0] * 4
    assert processes.noted.count("in") == 40
    assert processes.most_at_once() == 1


def test_a_process_that_is_killed_holds_nothing(processes: Processes) -> None:
    killed = processes.start("a", seconds=60)
    processes.wait_for("in")
    processes.kill(killed)
    assert processes.end_of(processes.start("a", seconds=0)) == 0
    assert processes.noted == ["in", "in", "out"]


def test_who_waits_for_too_long_is_told_so_and_gives_back_what_it_has(processes: Processes) -> None:
    processes.start("b", seconds=60)
    processes.wait_for("in")
    processes.end_of(processes.start("a", "b", seconds=0, patience=0.2))
    processes.end_of(processes.start("a", seconds=0, patience=0.2))
    assert processes.noted == ["in", "queued", "in", "out"]


def test_other_variants_do_not_wait(processes: Processes) -> None:
    processes.start("a", seconds=60)
    processes.wait_for("in")
    processes.end_of(processes.start("b", seconds=0, patience=0.2))
    assert processes.noted == ["in", "in", "out"]


@pytest.mark.django_db
def test_threads_that_want_one_variant_go_one_after_another(files: Path) -> None:
    inside, most = 0, 0

    def complete() -> None:
        nonlocal inside, most
        with held(["b", "a"]):
            inside += 1
            most = max(most, inside)
            time.sleep(0.02)
            inside -= 1

    together(complete, 4)
    assert most == 1
    if connection.vendor == "sqlite":  # PostgreSQL has locks of its own
        assert len(list((files / "locks").iterdir())) == 2


@pytest.mark.django_db
def test_a_lock_is_given_back_whatever_happens(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "SECONDS", 0.1)
    with pytest.raises(ZeroDivisionError), held(["a"]):
        raise ZeroDivisionError
    with held(["a"]):
        waited: list[type[Exception]] = []

        def complete() -> None:
            try:
                with held(["a"]):
                    pass
            except Queued as queued:
                waited.append(type(queued))

        together(complete, 2)
    assert waited == [Queued, Queued]


@pytest.mark.django_db
def test_the_embedded_engine_needs_none(settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    with held(["a"]):
        assert not (tmp_path / "locks").exists()


@pytest.mark.django_db
def test_a_statement_that_failed_inside_gives_the_lock_back_too(files: Path) -> None:
    with pytest.raises(DatabaseError), held(["a"]), connection.cursor() as cursor:
        cursor.execute("SELECT nonsense")
    with held(["a"]):
        pass


def together(act: Callable[[], None], count: int) -> None:
    def apart() -> None:
        act()
        connection.close()  # a thread's own, and nobody else closes it

    threads = [threading.Thread(target=apart) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
