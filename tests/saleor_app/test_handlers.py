"""What is done about each event, in whatever order and however often it is told."""

from datetime import timedelta

import pytest
from django.core import mail

from store.payments.messages.notices import tell_customer_of_order
from store.payments.models import Notice
from store.saleor_app import handlers
from store.saleor_app.events import CATALOGUE
from store.saleor_app.inbox import act_on, work_off
from store.saleor_app.models import Delivery
from tests.fakes.saleor_with_apps import Parcel
from tests.saleor_app.conftest import Server

PARCEL = {"order": {"id": "order"}, "fulfillment": {"id": "parcel"}, "notifyCustomer": True}


def subjects() -> list[str]:
    return [str(letter.subject) for letter in mail.outbox]


def test_whatever_changes_in_the_catalogue_drops_its_pages(server: Server) -> None:
    for number, event in enumerate(CATALOGUE.events, start=1):
        server.tell(event.type_name, thing={"id": "thing"})
        assert len(server.catalogue) == number, event.name


def test_a_burst_of_changes_drops_the_pages_once(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as worker_is_slow:
        worker_is_slow.setattr(type(act_on), "enqueue", lambda *_, **__: None)
        for number in range(50):
            server.tell("ProductVariantStockUpdated", productVariant={"id": str(number)})
    for delivery in Delivery.objects.all():
        act_on.call(delivery_pk=delivery.pk)
    assert server.catalogue == ["dropped"]
    assert not Delivery.objects.filter(handled_at__isnull=True).exists()


def test_a_change_that_comes_while_pages_are_dropped_drops_them_again(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def while_another_comes() -> None:
        server.catalogue.append("dropped")
        if len(server.catalogue) == 1:
            server.tell("ProductUpdated", product={"id": "later"})

    monkeypatch.setattr(handlers, "catalogue_changed", while_another_comes)
    server.tell("ProductUpdated", product={"id": "first"})
    assert server.catalogue == ["dropped", "dropped"]


def test_an_order_is_confirmed_once_by_saleor_and_by_the_shop_together(server: Server) -> None:
    server.order()
    tell_customer_of_order(order_id="order")
    server.tell("OrderConfirmed", order={"id": "order"})
    server.tell("OrderConfirmed", order={"id": "order"})
    tell_customer_of_order(order_id="order")
    assert subjects() == ["Your order #17"]


@pytest.mark.parametrize("status", ["DRAFT", "UNCONFIRMED", "CANCELED", "EXPIRED"])
def test_an_order_that_does_not_stand_is_not_confirmed(server: Server, status: str) -> None:
    server.order(status=status)
    server.tell("OrderConfirmed", order={"id": "order"})
    assert mail.outbox == []


def test_an_order_that_is_gone_is_passed_over(server: Server) -> None:
    for event in ("OrderConfirmed", "OrderCancelled"):
        server.tell(event, order={"id": "gone"})
    server.tell("FulfillmentCreated", **PARCEL)
    assert mail.outbox == []
    assert not Delivery.objects.filter(handled_at__isnull=True).exists()


def test_orders_of_another_shops_channel_are_left_alone(server: Server) -> None:
    order = server.order(channel="wholesale")
    server.saleor.parcels["order"] = [Parcel("parcel", [("Chart", 1, True)])]
    server.tell("OrderConfirmed", order={"id": "order"})
    server.tell("FulfillmentCreated", **PARCEL)
    order.status = "CANCELED"
    server.tell("OrderCancelled", order={"id": "order"})
    assert mail.outbox == []


def test_a_phone_order_of_nothing_is_marked_as_paid(server: Server) -> None:
    server.order(total=0)
    server.saleor.charge_status["order"] = "NONE"
    server.tell("OrderConfirmed", order={"id": "order"})
    server.tell("OrderConfirmed", order={"id": "order"})
    assert server.saleor.asked.count("DeskOrderMarkAsPaid") == 1
    assert subjects() == ["Your order #17"]


def test_a_phone_order_that_is_owed_for_is_not(server: Server) -> None:
    server.order()
    server.saleor.charge_status["order"] = "NONE"
    server.tell("OrderConfirmed", order={"id": "order"})
    assert "DeskOrderMarkAsPaid" not in server.saleor.asked
    assert subjects() == ["Your order #17"]


def test_a_cancelled_order_is_told_once(server: Server) -> None:
    server.order(status="CANCELED")
    server.tell("OrderCancelled", order={"id": "order"})
    server.tell("OrderCancelled", order={"id": "order"})
    assert subjects() == ["Your order #17 is cancelled"]
    assert "as soon as your money is on its way back" in mail.outbox[0].body


def test_a_cancellation_that_saleor_does_not_show_is_not_told(server: Server) -> None:
    server.order()
    server.tell("OrderCancelled", order={"id": "order"})
    assert mail.outbox == []


def test_a_parcel_is_told_with_its_tracking_number(server: Server) -> None:
    server.order()
    server.saleor.parcels["order"] = [Parcel("parcel", [("Chart", 2, True)], tracking_number="1Z999")]
    server.tell("FulfillmentCreated", **PARCEL)
    assert subjects() == ["Your order #17 is on its way"]
    assert "2 × Chart" in mail.outbox[0].body
    assert "1Z999" in mail.outbox[0].body


def test_what_is_not_shipped_is_open_now(server: Server) -> None:
    server.order()
    server.saleor.parcels["order"] = [Parcel("parcel", [("Course", 1, False)])]
    server.tell("FulfillmentCreated", **PARCEL)
    assert subjects() == ["Your order #17 is ready for you"]
    assert "this is open to you now" in mail.outbox[0].body


def test_each_parcel_is_told_once(server: Server) -> None:
    server.order()
    server.saleor.parcels["order"] = [Parcel("parcel", [("Chart", 1, True)]), Parcel("second", [("Ball", 1, True)])]
    for parcel in ("parcel", "second", "parcel"):
        server.tell("FulfillmentCreated", **{**PARCEL, "fulfillment": {"id": parcel}})
    assert len(mail.outbox) == 2
    assert Notice.objects.filter(kind=Notice.Kind.PARCEL).count() == 2


def test_a_parcel_that_waits_to_be_approved_is_told_when_it_is(server: Server) -> None:
    server.order()
    parcel = Parcel("parcel", [("Chart", 1, True)], status="WAITING_FOR_APPROVAL")
    server.saleor.parcels["order"] = [parcel]
    server.tell("FulfillmentCreated", **PARCEL)
    assert mail.outbox == []
    parcel.status = "FULFILLED"
    server.tell("FulfillmentApproved", **PARCEL)
    assert subjects() == ["Your order #17 is on its way"]


def test_a_parcel_of_which_staff_chose_not_to_tell_is_not_told(server: Server) -> None:
    server.order()
    server.saleor.parcels["order"] = [Parcel("parcel", [("Chart", 1, True)])]
    assert server.tell("FulfillmentCreated", **{**PARCEL, "notifyCustomer": False}).status_code == 200
    assert mail.outbox == []


def test_events_in_any_order_end_alike(server: Server) -> None:
    order = server.order()
    server.saleor.parcels["order"] = [Parcel("parcel", [("Chart", 1, True)])]
    server.tell("FulfillmentCreated", **PARCEL)
    server.tell("OrderConfirmed", order={"id": "order"})
    order.status = "CANCELED"
    server.tell("OrderCancelled", order={"id": "order"})
    server.tell("OrderConfirmed", order={"id": "order"}, version="late")
    assert subjects() == ["Your order #17 is on its way", "Your order #17", "Your order #17 is cancelled"]


def test_a_mail_that_fails_is_not_lost(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.order()
    with monkeypatch.context() as broken:
        broken.setattr("store.payments.messages.notices.order_mail", lambda *_, **__: 1 / 0)
        server.tell("OrderConfirmed", order={"id": "order"})
    work_off(older_than=timedelta())
    notice = Notice.objects.get()
    assert notice.sent_at is None  # `reconcile` sends it, as any other that is owed
