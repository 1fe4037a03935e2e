"""What Saleor tells us: verified, stored once, answered at once, acted on until that succeeded."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.utils import timezone

from store.saleor_app import inbox
from store.saleor_app.inbox import KEPT, OLDEST, work_off
from store.saleor_app.models import Delivery
from store.saleor_app.views import LARGEST_BODY, webhooks
from tests.saleor.signing import OTHER_KEY, signature
from tests.saleor_app.conftest import Server

ORDER = {"order": {"id": "order"}}


def test_a_signed_delivery_is_stored_and_acted_on(server: Server) -> None:
    server.order()
    assert server.tell("OrderConfirmed", **ORDER).status_code == 200
    stored = Delivery.objects.get()
    assert (stored.event, stored.topic, stored.subject_id) == ("ORDER_CONFIRMED", "orders", "order")
    assert stored.handled_at is not None
    assert [letter.subject for letter in mail.outbox] == ["Your order #17"]


def test_the_same_delivery_again_is_answered_and_not_acted_on(server: Server) -> None:
    body = server.body("ProductUpdated", product={"id": "product"})
    assert [server.deliver(body).status_code for _ in range(3)] == [200, 200, 200]
    assert (Delivery.objects.count(), len(server.catalogue)) == (1, 1)


def test_two_happenings_at_the_same_moment_are_two(server: Server) -> None:
    now = timezone.now().isoformat()
    server.tell("ProductUpdated", product={"id": "1"}, issuedAt=now)
    server.tell("ProductUpdated", product={"id": "2"}, issuedAt=now)
    assert Delivery.objects.count() == 2


def test_what_is_not_signed_by_our_saleor_is_refused(server: Server) -> None:
    body = server.body("ProductUpdated", product={"id": "product"})
    for sign in ("", "nonsense", signature(body, key=OTHER_KEY), signature(b"another"), signature(body, kid="unknown")):
        assert server.deliver(body, sign=sign).status_code == 400
    assert not Delivery.objects.exists()


def test_a_delivery_that_names_another_server_is_refused(server: Server) -> None:
    body = server.body("ProductUpdated", product={"id": "product"})
    for api_url in ("https://evil.example.com/graphql/", ""):
        assert server.deliver(body, api_url=api_url).status_code == 400
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("age", [OLDEST + timedelta(minutes=1), -timedelta(minutes=6)])
def test_what_is_too_old_or_of_tomorrow_is_refused(server: Server, age: timedelta) -> None:
    told = server.tell("ProductUpdated", product={"id": "1"}, issuedAt=(timezone.now() - age).isoformat())
    assert (told.status_code, Delivery.objects.count()) == (400, 0)


@pytest.mark.parametrize("moment", [None, "", "yesterday", 7, "2026-11-25T10:00:00"])
def test_a_delivery_has_to_say_when_it_was_issued(server: Server, moment: Any) -> None:
    assert server.tell("ProductUpdated", product={"id": "1"}, issuedAt=moment).status_code == 400


def test_the_replay_of_a_forgotten_delivery_is_too_old(server: Server) -> None:
    body = server.body("ProductUpdated", product={"id": "product"})
    server.deliver(body)
    with time_machine.travel(timezone.now() + KEPT + timedelta(hours=1)):
        work_off(older_than=timedelta())
        assert not Delivery.objects.exists()
        assert server.deliver(body).status_code == 400


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"{", b'"text"', b"\xff\xfe"])
def test_a_signed_body_that_is_no_event_is_refused(server: Server, body: bytes) -> None:
    assert server.deliver(body).status_code == 400


def test_an_event_that_nobody_asked_for_is_answered_and_left_alone(server: Server) -> None:
    assert server.tell("CheckoutCreated", checkout={"id": "checkout"}).status_code == 200
    assert not Delivery.objects.exists()


def test_the_event_is_the_one_in_the_signed_body_whatever_the_header_says(server: Server) -> None:
    server.tell("ProductUpdated", product={"id": "product"})  # its header says "anything"
    assert Delivery.objects.get().event == "PRODUCT_UPDATED"


def test_a_body_that_is_too_large_is_not_read(server: Server) -> None:
    assert server.deliver(b"x" * (LARGEST_BODY + 1)).status_code == 413


def test_a_body_that_is_larger_than_it_says_is_counted(server: Server) -> None:
    body = b"x" * (LARGEST_BODY + 1)
    request = RequestFactory().post("/saleor/webhooks/", body, content_type="application/json")
    assert request.body == body
    request.META["CONTENT_LENGTH"] = "12"

    assert webhooks(request).status_code == 413


def test_a_delivery_is_posted_and_needs_no_session(server: Server) -> None:
    assert Client().get("/saleor/webhooks/").status_code == 405
    body = server.body("ProductUpdated", product={"id": "product"})
    strict = Client(enforce_csrf_checks=True)
    headers = {"Saleor-Signature": signature(body), "Saleor-Api-Url": "https://saleor.example.com/graphql/"}
    assert strict.post("/saleor/webhooks/", body, content_type="application/json", headers=headers).status_code == 200


def test_while_the_keys_cannot_be_read_saleor_is_asked_to_try_again(server: Server) -> None:
    server.keys_are_away = True
    assert server.tell("ProductUpdated", product={"id": "product"}).status_code == 503


def test_what_cannot_be_acted_on_is_answered_and_left_over(server: Server) -> None:
    server.order()
    server.saleor.silent = True
    assert server.tell("OrderConfirmed", **ORDER).status_code == 200
    stored = Delivery.objects.get()
    assert (stored.handled_at, stored.taken_until, stored.fault) == (None, None, "SaleorUnreachable")
    assert mail.outbox == []


def test_what_was_left_over_is_worked_off(server: Server) -> None:
    server.order()
    server.saleor.silent = True
    server.tell("OrderConfirmed", **ORDER)
    said = StringIO()
    call_command("work_webhooks", older_than=0, stdout=said)
    assert said.getvalue() == "1 deliveries waiting\n"
    server.saleor.silent = False
    said = StringIO()
    call_command("work_webhooks", older_than=0, stdout=said)
    assert said.getvalue() == "0 deliveries waiting\n"
    assert Delivery.objects.get().fault == ""
    assert len(mail.outbox) == 1


def test_what_came_just_now_is_left_to_its_own_task(server: Server) -> None:
    server.order()
    server.saleor.silent = True
    server.tell("OrderConfirmed", **ORDER)
    server.saleor.silent = False
    assert work_off(older_than=timedelta(minutes=2)) == 1
    assert mail.outbox == []


def test_of_two_workers_one_acts(server: Server) -> None:
    server.order()
    server.saleor.silent = True
    server.tell("OrderConfirmed", **ORDER)
    server.saleor.silent = False
    Delivery.objects.update(taken_until=timezone.now() + timedelta(minutes=1))
    inbox.act_on.call(delivery_pk=Delivery.objects.get().pk)
    assert Delivery.objects.get().handled_at is None
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):  # that worker died
        inbox.act_on.call(delivery_pk=Delivery.objects.get().pk)
    assert Delivery.objects.get().handled_at is not None


def test_what_never_succeeds_is_given_up_after_days(server: Server) -> None:
    server.saleor.silent = True
    server.tell("OrderConfirmed", **ORDER)
    with time_machine.travel(timezone.now() + KEPT + timedelta(hours=1)):
        assert work_off(older_than=timedelta()) == 0
    assert not Delivery.objects.exists()
