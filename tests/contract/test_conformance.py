"""The engine answers as a Saleor server did: in this process, and over HTTP."""

from collections.abc import Callable, Iterator
from io import StringIO
from threading import Thread
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.servers.basehttp import WSGIRequestHandler, WSGIServer
from django.core.signals import request_finished, request_started
from django.db import DEFAULT_DB_ALIAS, close_old_connections, connections, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from store.engine.actions.app import create_app, shop_app
from store.engine.models import User
from tests.conftest import SIGNING_KEY
from tests.contract.differences import DIFFERENCES, Difference
from tests.contract.in_process import Engine
from tests.contract.playing import Server
from tests.contract.recording import FOLDER, compared
from tests.contract.scenarios import scenarios

SCENARIOS = scenarios()
# The way of the request is the same for all: these are played over HTTP in every run, the others by `make conform`.
OVER_HTTP = [
    "searching",
    "a_guest_buys_goods_and_courses_in_britain",
    "completing_twice_gives_the_same_order",
    "reporting_twice_counts_once",
    "a_phone_order_from_the_first_word_to_the_parcel",
    "signing_in_and_out",
    "a_member_keeps_addresses_and_a_password",
    "what_visitors_may_not_see",
    "address_rules",
]


@pytest.fixture(scope="module")
def _seeded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Seed once for all scenarios, and leave nothing behind."""
    settings = override_settings(
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        ENGINE_RSA_PRIVATE_KEY=SIGNING_KEY,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    with django_db_blocker.unblock(), settings, transaction.atomic():
        call_command("seed", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def met() -> dict[str, set[Difference]]:
    """The listed differences that occurred, by scenario."""
    return {}


@pytest.fixture(scope="module")
def over_http(_seeded: None) -> Iterator[Server]:
    """Serve what was seeded at a port of this machine, by the connection that seeded: nobody else sees it yet."""
    _, token = create_app(
        by=User.objects.get(email="admin@example.com"), name="Shop", identifier="", permissions=shop_app().permissions
    )
    served = WSGIServer(("127.0.0.1", 0), Quiet)
    served.set_app(_as_from_a_proxy(WSGIHandler()))
    asking = Server(f"http://127.0.0.1:{served.server_port}/graphql/", token)

    shared = connections[DEFAULT_DB_ALIAS]
    shared.inc_thread_sharing()
    # A request would close a connection that is in a transaction, and what was seeded with it; only a database in
    # memory stays. Django's own test client does the same.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)

    def serve() -> None:
        connections[DEFAULT_DB_ALIAS] = shared
        served.serve_forever()

    thread = Thread(target=serve)
    thread.start()
    yield asking
    asking.close()
    served.shutdown()
    thread.join()
    served.server_close()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    shared.dec_thread_sharing()


@pytest.mark.django_db
@pytest.mark.usefixtures("_seeded")
@pytest.mark.parametrize("name", SCENARIOS)
def test_the_engine_answers_as_saleor(name: str, met: dict[str, set[Difference]]) -> None:
    told, met[name] = compared(name, SCENARIOS[name], Engine())
    assert told == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", OVER_HTTP)
def test_the_engine_answers_as_saleor_over_http(name: str, over_http: Server) -> None:
    told, _met = compared(name, SCENARIOS[name], over_http)
    assert told == []


@pytest.mark.django_db
@pytest.mark.usefixtures("_seeded")
def test_every_difference_that_is_listed_still_occurs(met: dict[str, set[Difference]]) -> None:
    for name in SCENARIOS.keys() - met.keys():  # where this test runs alone
        _, met[name] = compared(name, SCENARIOS[name], Engine())

    assert [listed for listed in DIFFERENCES if not any(listed in found for found in met.values())] == []


def test_every_recording_belongs_to_a_scenario() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == set(SCENARIOS)


def _as_from_a_proxy(shop: WSGIHandler) -> Callable[..., Any]:
    """Take the visitor's address from the header, as the server that runs behind a proxy does."""

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        environ["REMOTE_ADDR"] = environ.get("HTTP_X_FORWARDED_FOR", environ["REMOTE_ADDR"])
        return shop(environ, start_response)

    return application


class Quiet(WSGIRequestHandler):
    """Answers without a line for each request."""

    def log_message(self, *_args: object) -> None:
        """Say nothing."""
