"""Who comes in at the desk, and where they may go."""

from datetime import UTC, datetime

from django.test import Client

from phone_orders.models import Call
from store.engine.models import User
from tests.factories import people
from tests.phone_orders.conftest import Shop, signed_in
from tests.phone_orders.ringing import start


def test_nobody_sees_the_desk_without_signing_in(client: Client, goods: Shop) -> None:
    answer = client.get("/phone/")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/phone/sign-in/?next=%2Fphone%2F"


def test_a_wrong_password_is_told_at_the_form(client: Client, agent: User) -> None:
    answer = client.post("/phone/sign-in/", {"email": agent.email, "password": "guess"})

    assert "E-mail or password is wrong." in answer.content.decode()
    assert agent.email in answer.content.decode()


def test_signing_in_leads_nowhere_outside_the_desk(client: Client, agent: User) -> None:
    data = {"email": agent.email, "password": people.PASSWORD, "next": "https://evil.example/phone/"}

    assert client.post("/phone/sign-in/", data).headers["Location"] == "/phone/"


def test_a_customer_has_no_place_at_the_desk(goods: Shop) -> None:
    browser = signed_in(people.user(email="customer@example.com"))

    answer = browser.get("/phone/")

    assert answer.status_code == 403
    assert "takes no orders by phone" in answer.content.decode()


def test_an_agent_answers_the_lines_of_their_channels_only(desk: Client) -> None:
    page = desk.get("/phone/").content.decode()

    assert "1 800 741 5716" in page
    assert "+44 161 802 0161" not in page
    refused = desk.post("/phone/calls/", {"line": "intl"}).content.decode()
    assert "is not one of the available choices" in refused
    assert not Call.objects.exists()


def test_an_agent_does_not_open_the_calls_of_another(desk: Client, supervisor: User) -> None:
    call = start(signed_in(supervisor))

    assert desk.get(f"/phone/calls/{call.pk}/").status_code == 404


def test_a_supervisor_opens_the_calls_of_agents(desk: Client, supervisor: User) -> None:
    call = start(desk)

    assert signed_in(supervisor).get(f"/phone/calls/{call.pk}/").status_code == 200


def test_a_call_keeps_line_agent_and_number(desk: Client, agent: User) -> None:
    call = start(desk, number="415 555 2671")

    assert (call.line_slug, call.agent_email, call.agent_name) == ("us", agent.email, "Uma Reed")
    assert call.caller_number == "+14155552671"


def test_what_is_no_number_is_told_and_kept(desk: Client) -> None:
    page = desk.post("/phone/calls/", {"line": "us", "caller_number": "unknown"}).content.decode()

    assert "This is not a telephone number." in page
    assert 'value="unknown"' in page


def test_signing_out_ends_the_place_at_the_desk(desk: Client) -> None:
    desk.post("/phone/sign-out/")

    assert desk.get("/phone/").status_code == 302


def test_times_are_told_in_the_zone_of_the_line(supervisor: User) -> None:
    browser = signed_in(supervisor)
    start(browser, line="us")
    start(browser, line="intl")
    Call.objects.update(started_at=datetime(2026, 11, 25, 15, 5, tzinfo=UTC))

    page = browser.get("/phone/").content.decode()

    assert "Wed 25 Nov, 10:05 EST" in page
    assert "Wed 25 Nov, 15:05 GMT" in page
