"""Asking a Saleor server that is slow, busy, broken or not there: what is asked again, and what a caller is told."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import httpx
import pytest

from store.saleor import transports
from store.saleor.errors import (
    NotAsked,
    NotGraphQL,
    NotPermitted,
    OperationInvalid,
    SaleorUnreachable,
    StorefrontClosed,
    TurnedAway,
    refusal_of,
)
from store.saleor.pause import PATIENCE, Pause
from store.saleor.transports import HttpTransport, reads_only
from store.saleor.upload import Upload

URL = "https://saleor.example.com/graphql/"
QUERY = "query Cart($id: ID!) { checkout(id: $id) { id } }"
MUTATION = "mutation CartCreate { checkoutCreate(input: {lines: []}) { checkout { id } } }"
GOOD = {"data": {"checkout": {"id": "1"}}}
Reply = httpx.Response | type[Exception]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Do not wait; note how long it would have been."""
    noted: list[float] = []
    monkeypatch.setattr(transports, "sleep", noted.append)
    return noted


class Server:
    """A Saleor that answers as it is told, one reply after another, and the last one for ever."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.requests: list[httpx.Request] = []
        self.pause = Pause()
        self.http = httpx.Client(transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, httpx.Response):
            return httpx.Response(reply.status_code, headers=reply.headers, content=reply.content)
        raise reply("told so")

    def ask(self, document: str = QUERY, name: str = "Cart", **options: str) -> dict[str, Any]:
        transport = HttpTransport(self.http, URL, pause=self.pause, **options)
        return transport.send(document, name, {"id": "1"})

    def change(self) -> dict[str, Any]:
        return self.ask(MUTATION, "CartCreate")


def good() -> httpx.Response:
    return httpx.Response(200, json=GOOD)


def test_an_operation_travels_with_its_callers_token_and_the_visitors_address() -> None:
    server = Server(good())
    assert server.ask(token="secret", visitor="192.0.2.7") == GOOD
    (request,) = server.requests
    assert request.headers["Authorization"] == "Bearer secret"
    assert request.headers["X-Forwarded-For"] == "192.0.2.7"
    assert json.loads(request.content) == {"query": QUERY, "operationName": "Cart", "variables": {"id": "1"}}


def test_a_stranger_travels_without_token() -> None:
    server = Server(good())
    server.ask()
    assert "Authorization" not in server.requests[0].headers


def test_a_file_travels_as_a_multipart_request() -> None:
    server = Server(good())
    transport = HttpTransport(server.http, URL)
    transport.send(MUTATION, "CartCreate", {"input": {"image": Upload("a.webp", b"bytes", "image/webp")}})
    body = server.requests[0].read().decode()
    assert '{"0": ["variables.input.image"]}' in body
    assert 'filename="a.webp"' in body
    assert '"variables": {"input": {"image": null}}' in body


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.ReadError,
        httpx.WriteError,
        httpx.RemoteProtocolError,
        httpx.ConnectError,
        *(httpx.Response(status, html="<h1>Bad gateway</h1>") for status in (502, 503, 504)),
        httpx.Response(429, json={"errors": [{"message": "slow down"}]}),
    ],
    ids=str,
)
def test_a_query_is_asked_again_after_a_passing_trouble(trouble: Reply, waits: list[float]) -> None:
    server = Server(trouble, trouble, good())
    assert server.ask() == GOOD
    assert len(server.requests) == 3
    assert 0 <= waits[0] <= 0.4
    assert 0 <= waits[1] <= 0.8
    assert not server.pause.is_away


def test_a_query_is_given_up_after_three_attempts(waits: list[float]) -> None:
    server = Server(httpx.ReadError)
    with pytest.raises(SaleorUnreachable, match=r"^Cart: ReadError$"):
        server.ask()
    assert len(server.requests) == 3


def test_waits_differ_so_that_many_shops_do_not_come_back_at_once(waits: list[float]) -> None:
    server = Server(httpx.ReadError)
    for _ in range(2):
        with pytest.raises(SaleorUnreachable):
            server.ask()
    assert len(set(waits)) == 4


def test_a_slow_query_is_not_asked_again_which_would_make_it_slower(waits: list[float]) -> None:
    server = Server(httpx.ReadTimeout)
    with pytest.raises(SaleorUnreachable):
        server.ask()
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.ReadError,
        httpx.WriteError,
        httpx.RemoteProtocolError,
        httpx.ReadTimeout,
        httpx.WriteTimeout,
        httpx.Response(502, html="<h1>Bad gateway</h1>"),
        httpx.Response(429),
        httpx.Response(200, html="<h1>Welcome</h1>"),
    ],
    ids=str,
)
def test_a_mutation_that_may_have_been_done_is_never_sent_again(trouble: Reply, waits: list[float]) -> None:
    server = Server(trouble, good())
    with pytest.raises(SaleorUnreachable):
        server.change()
    assert len(server.requests) == 1
    assert waits == []


def test_a_mutation_that_found_nobody_listening_is_sent_again(waits: list[float]) -> None:
    server = Server(httpx.ConnectError, good())
    assert server.change() == GOOD
    assert len(server.requests) == 2


@pytest.mark.parametrize("trouble", [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout])
def test_a_caller_is_told_that_a_mutation_was_certainly_not_done(trouble: type[Exception], waits: list[float]) -> None:
    with pytest.raises(NotAsked):
        Server(trouble).change()


def test_the_time_that_a_busy_server_asks_for_is_given_to_it(waits: list[float]) -> None:
    server = Server(httpx.Response(429, headers={"Retry-After": "2"}), good())
    assert server.ask() == GOOD
    assert waits == [2.0]


def test_nobody_waits_for_longer_than_a_page_may_take(waits: list[float]) -> None:
    server = Server(httpx.Response(429, headers={"Retry-After": "120"}))
    with pytest.raises(TurnedAway) as turned:
        server.ask()
    assert (turned.value.wait, waits, len(server.requests)) == (120.0, [], 1)
    assert not server.pause.is_away  # busy is not away


ANSWERS = {
    "a proxy's page": (httpx.Response(200, html="<h1>Welcome to nginx</h1>"), NotGraphQL),
    "a page about a fault": (httpx.Response(500, html="<h1>Server Error</h1>"), NotGraphQL),
    "a wrong address": (httpx.Response(404, html="<h1>Not found</h1>"), NotGraphQL),
    "a redirection": (httpx.Response(301, headers={"Location": URL}), NotGraphQL),
    "broken JSON": (httpx.Response(200, content=b'{"data": {"checkout"'), NotGraphQL),
    "bytes that are no text": (httpx.Response(200, content=b"\xff\xfe\x00"), NotGraphQL),
    "JSON of another kind": (httpx.Response(200, json=["data"]), NotGraphQL),
    "neither data nor errors": (httpx.Response(200, json={"data": None}), NotGraphQL),
    "errors of another kind": (httpx.Response(200, json={"errors": ["no"]}), NotGraphQL),
    "nothing": (httpx.Response(200), NotGraphQL),
    "a shop closed to visitors": (
        httpx.Response(401, json={"errors": [{"message": "", "extensions": {"code": transports.CLOSED}}]}),
        StorefrontClosed,
    ),
}


@pytest.mark.parametrize(("reply", "fault"), ANSWERS.values(), ids=ANSWERS.keys())
def test_every_other_answer_has_its_name(reply: Reply, fault: type[SaleorUnreachable], waits: list[float]) -> None:
    server = Server(reply)
    with pytest.raises(fault) as told:
        server.ask(token="secret")
    assert len(server.requests) == 1
    assert "secret" not in str(told.value)


def test_graphql_errors_are_an_answer_whatever_their_http_status() -> None:
    error = {"message": "Cannot query field", "extensions": {"exception": {"code": "GraphQLError"}}}
    answer = Server(httpx.Response(400, json={"errors": [error]})).ask()
    assert isinstance(refusal_of(answer["errors"], has_data="data" in answer), OperationInvalid)
    error = {"message": "No", "extensions": {"exception": {"code": "PermissionDenied"}}}
    answer = Server(httpx.Response(200, json={"data": {"me": None}, "errors": [error]})).ask()
    assert isinstance(refusal_of(answer["errors"], has_data=True), NotPermitted)


@pytest.mark.parametrize(
    ("document", "name", "reads"),
    [
        (QUERY, "Cart", True),
        (MUTATION, "CartCreate", False),
        ("{ shop { name } }", "", True),
        ("fragment mutation on Shop { name } query Q { shop { ...mutation } }", "Q", True),
        ("# query\nmutation M { tokensDeactivateAll { errors { code } } }", "M", False),
        (f"{QUERY} {MUTATION}", "CartCreate", False),
        (f"{QUERY} {MUTATION}", "Cart", True),
        (f"{QUERY} {MUTATION}", "Other", False),
        ("query {", "", False),
    ],
)
def test_an_operation_is_a_query_when_the_document_says_so(document: str, name: str, reads: bool) -> None:
    assert reads_only(document, name or None) is reads


class Clock:
    """Time that goes on when it is told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_server_that_is_not_there_is_left_alone_for_some_seconds(waits: list[float], clock: Clock) -> None:
    server = Server(httpx.ConnectError)
    server.pause = Pause(seconds=5, clock=clock)
    with pytest.raises(NotAsked):
        server.ask()
    assert server.pause.is_away
    asked = len(server.requests)
    for _ in range(20):
        with pytest.raises(NotAsked, match="did not answer a moment ago"):
            server.change()
    assert len(server.requests) == asked


def test_after_the_pause_one_caller_finds_out_and_the_others_go_on_waiting(waits: list[float], clock: Clock) -> None:
    server = Server(httpx.ConnectError)
    server.pause = Pause(seconds=5, clock=clock)
    with pytest.raises(NotAsked):
        server.ask()
    clock.now += 6
    asked = len(server.requests)
    for _ in range(3):
        with pytest.raises(NotAsked):
            server.ask()
    assert len(server.requests) == asked + 1


def test_it_is_asked_by_everybody_again_as_soon_as_it_answered_once(waits: list[float], clock: Clock) -> None:
    server = Server(httpx.ConnectError)
    server.pause = Pause(seconds=5, clock=clock)
    with pytest.raises(NotAsked):
        server.ask()
    server.replies = [good()]
    clock.now += 6
    assert [server.ask() for _ in range(3)] == [GOOD] * 3
    assert not server.pause.is_away


def test_one_slow_answer_does_not_pause_a_server_but_several_in_a_row_do(waits: list[float]) -> None:
    server = Server(httpx.ReadTimeout, good(), *[httpx.ReadTimeout] * PATIENCE, good())
    with pytest.raises(SaleorUnreachable):
        server.ask()
    assert not server.pause.is_on
    server.ask()
    for _ in range(PATIENCE):
        with pytest.raises(SaleorUnreachable):
            server.ask()
    assert server.pause.is_on


class Trickling(BaseHTTPRequestHandler):
    """A real server whose answer comes a byte at a time; notes from which port each request came."""

    protocol_version = "HTTP/1.1"
    seconds = 0.0
    ports: ClassVar[list[int]] = []

    def do_POST(self) -> None:
        self.ports.append(self.client_address[1])
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps(GOOD).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(OSError):  # the caller has had enough
            for byte in body:
                self.wfile.write(bytes([byte]))
                time.sleep(self.seconds)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def trickling(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Start the server; give its address."""
    monkeypatch.setattr(Trickling, "ports", [])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Trickling)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/graphql/"
    server.shutdown()
    server.server_close()


def test_an_answer_that_trickles_in_is_given_up_in_time(trickling: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Trickling, "seconds", 0.05)
    monkeypatch.setattr(transports, "QUERY_SECONDS", 0.3)
    with httpx.Client(trust_env=False) as http:
        began = time.monotonic()
        with pytest.raises(SaleorUnreachable, match="ReadTimeout"):
            HttpTransport(http, trickling).send(QUERY, "Cart", {"id": "1"})
        assert time.monotonic() - began < 1.2


def test_connections_are_used_again(trickling: str) -> None:
    with httpx.Client(trust_env=False) as http:
        for _ in range(3):
            assert HttpTransport(http, trickling).send(QUERY, "Cart", {"id": "1"}) == GOOD
    assert len(Trickling.ports) == 3
    assert len(set(Trickling.ports)) == 1
