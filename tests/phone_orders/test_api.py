"""The desk's GraphQL: the same steps, the same rights, and nothing told that is inside."""

from typing import Any

import pytest
from django.test import Client

from phone_orders.actions import calls
from store.engine.models import Order, User
from tests.phone_orders.conftest import Shop, signed_in
from tests.phone_orders.ringing import start

CALL = """
  call { order { status total { minorUnits currency } missing lines { id sku quantity } deliveries { id } } }
  errors { field message code }
"""
ADDRESS = {
    "firstName": "Ada",
    "lastName": "Byron",
    "streetAddress1": "600 Montgomery St",
    "city": "San Francisco",
    "countryArea": "CA",
    "postalCode": "94111",
    "country": "US",
}


def asked(browser: Client, query: str, **variables: Any) -> dict[str, Any]:
    body = {"query": query, "variables": variables}
    answer: dict[str, Any] = browser.post("/phone/graphql/", body, content_type="application/json").json()
    return answer


def data(browser: Client, query: str, **variables: Any) -> dict[str, Any]:
    answer = asked(browser, query, **variables)
    assert "errors" not in answer, answer
    found: dict[str, Any] = answer["data"]
    return found


def test_an_order_can_be_taken_by_program(desk: Client, goods: Shop) -> None:
    started = data(desk, 'mutation { startCall(line: "us") { call { id } errors { message } } }')
    call_id = started["startCall"]["call"]["id"]
    data(desk, 'mutation($c: ID!) { createCustomer(call: $c, lastName: "Byron") { errors { message } } }', c=call_id)
    data(desk, f'mutation($c: ID!) {{ addLine(call: $c, sku: "CHT-CALF", quantity: 2) {{ {CALL} }} }}', c=call_id)
    set_up = data(
        desk,
        f"mutation($c: ID!, $a: AddressInput!) {{ setAddresses(call: $c, billing: $a) {{ {CALL} }} }}",
        c=call_id,
        a=ADDRESS,
    )
    assert set_up["setAddresses"]["errors"] == []
    delivery_id = set_up["setAddresses"]["call"]["order"]["deliveries"][0]["id"]
    chosen = data(
        desk,
        f"mutation($c: ID!, $d: ID!) {{ chooseDelivery(call: $c, delivery: $d) {{ {CALL} }} }}",
        c=call_id,
        d=delivery_id,
    )
    assert chosen["chooseDelivery"]["call"]["order"]["total"] == {"minorUnits": 8700, "currency": "USD"}

    placed = data(
        desk,
        "mutation($c: ID!) { placeOrder(call: $c, quoted: 8700) "
        "{ call { order { status } payLink { state address spokenCode } } errors { message } } }",
        c=call_id,
    )

    assert placed["placeOrder"]["errors"] == []
    assert placed["placeOrder"]["call"]["order"]["status"] == "UNFULFILLED"
    assert placed["placeOrder"]["call"]["payLink"]["state"] == "sent"
    assert Order.objects.get().metadata["phone_call"] == call_id


def test_what_is_refused_says_where(desk: Client, goods: Shop) -> None:
    call = start(desk)

    added = data(desk, f'mutation($c: ID!) {{ addLine(call: $c, sku: "X", quantity: 1) {{ {CALL} }} }}', c=str(call.pk))

    assert added["addLine"]["errors"] == [
        {"field": "sku", "message": "Nothing on this line has the SKU “X”.", "code": ""}
    ]


def test_nobody_asks_without_signing_in(client: Client, goods: Shop) -> None:
    answer = client.post("/phone/graphql/", {"query": "{ lines { slug } }"}, content_type="application/json")

    assert answer.status_code == 401


def test_only_json_is_read_so_that_no_form_elsewhere_can_ask(desk: Client) -> None:
    assert desk.post("/phone/graphql/", {"query": "{ lines { slug } }"}).status_code == 415


def test_the_session_alone_does_not_ask_without_its_csrf_token(agent: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = signed_in(agent).cookies

    answer = browser.post("/phone/graphql/", {"query": "{ lines { slug } }"}, content_type="application/json")

    assert answer.status_code == 403


def test_the_calls_of_others_stay_closed(desk: Client, supervisor: User) -> None:
    call = start(signed_in(supervisor))

    answer = asked(desk, "query($c: ID!) { call(id: $c) { id } }", c=str(call.pk))

    assert answer["errors"] == [{"message": "There is no such call."}]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("{ " + " ".join(f"a{n}: lines {{ slug }}" for n in range(11)) + " }", "at most 10"),
        ("{ calls(first: 1000) { id } }", "between 1 and 50"),
    ],
)
def test_nobody_asks_for_too_much(desk: Client, query: str, told: str) -> None:
    assert told in asked(desk, query)["errors"][0]["message"]


def test_a_fault_does_not_tell_what_is_inside(
    desk: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(**_: Any) -> None:
        raise RuntimeError("the password is hunter2")

    monkeypatch.setattr(calls, "start_call", broken)

    answer = asked(desk, 'mutation { startCall(line: "us") { call { id } errors { message } } }')

    assert answer["errors"] == [{"message": "Internal Server Error"}]
    assert "The desk's API failed" in caplog.text
