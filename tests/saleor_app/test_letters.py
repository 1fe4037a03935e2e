"""Letters of accounts: what is sent to whom, and that nobody else ever reads their links."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone
from pytest_django.fixtures import Settings

from store.saleor_app.inbox import work_off
from store.saleor_app.models import Delivery
from tests.saleor_app.conftest import Server

ADA = {"email": "ada@example.com", "firstName": "Ada"}
LINK = "http://localhost/us/account/new-password/"


def tell(server: Server, event: str, **facts: Any) -> int:
    told = {"user": ADA, "redirectUrl": LINK, "token": "c9-secret", **facts}
    return server.tell(event, **told).status_code


@pytest.mark.parametrize(
    ("event", "subject"),
    [
        ("AccountConfirmationRequested", "Confirm your e-mail address"),
        ("AccountSetPasswordRequested", "Choose your password"),
        ("StaffSetPasswordRequested", "Choose your password"),
        ("AccountDeleteRequested", "Confirm that your account shall be deleted"),
    ],
)
def test_a_letter_carries_its_link(server: Server, event: str, subject: str) -> None:
    assert tell(server, event) == 200
    letter = mail.outbox[0]
    assert (letter.subject, letter.to) == (subject, ["ada@example.com"])
    assert "Hello Ada," in letter.body
    assert f"{LINK}?email=ada%40example.com&token=c9-secret\n" in letter.body
    assert letter.body.rstrip().endswith("NAT Global Campus")


def test_a_link_that_has_its_token_already_stays_as_it_is(server: Server) -> None:
    whole = f"{LINK}?email=ada%40example.com&token=c9-secret"
    tell(server, "AccountConfirmationRequested", redirectUrl=whole)
    assert f"\n{whole}\n" in mail.outbox[0].body


def test_a_new_address_is_confirmed_there_and_told_to_the_old_one(server: Server) -> None:
    tell(server, "AccountChangeEmailRequested", newEmail="countess@example.com")
    assert [(letter.subject, letter.to[0]) for letter in mail.outbox] == [
        ("Confirm your new e-mail address", "countess@example.com"),
        ("Somebody asked to change your e-mail address", "ada@example.com"),
    ]
    assert "c9-secret" in mail.outbox[0].body
    assert "c9-secret" not in mail.outbox[1].body
    assert "countess@example.com" in mail.outbox[1].body


@pytest.mark.parametrize(
    ("event", "subject"),
    [
        ("AccountEmailChanged", "Your e-mail address has changed"),
        ("AccountDeleted", "Your account is deleted"),
    ],
)
def test_what_has_happened_is_told_without_a_link(server: Server, event: str, subject: str) -> None:
    server.tell(event, user=ADA, redirectUrl=None, token=None)
    assert [letter.subject for letter in mail.outbox] == [subject]
    assert "http" not in mail.outbox[0].body


def test_a_letter_that_is_told_twice_is_sent_once(server: Server) -> None:
    body = server.body("AccountSetPasswordRequested", user=ADA, redirectUrl=LINK, token="c9-secret")
    server.deliver(body)
    server.deliver(body)
    assert len(mail.outbox) == 1


def test_nothing_of_a_letter_is_kept_once_it_is_sent(server: Server) -> None:
    tell(server, "AccountSetPasswordRequested")
    row = str(Delivery.objects.values().get())
    assert Delivery.objects.get().letter == ""
    assert "ada@example.com" not in row
    assert "c9-secret" not in row


def test_a_letter_that_has_to_wait_is_sealed_and_not_logged(
    server: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(letter: EmailMessage) -> int:
        raise OSError(f"no mail server for {letter.body}")

    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", fail)
        assert tell(server, "AccountSetPasswordRequested") == 200
    stored = Delivery.objects.get()
    assert stored.fault == "OSError"
    assert stored.letter
    assert "c9-secret" not in str(Delivery.objects.values().get())
    assert "c9-secret" not in caplog.text
    work_off(older_than=timedelta())
    assert "c9-secret" in mail.outbox[0].body
    assert Delivery.objects.get().letter == ""


def test_a_letter_whose_link_is_dead_is_not_sent_and_not_kept(server: Server) -> None:
    sent = timezone.now() - timedelta(days=3, minutes=1)
    tell(server, "AccountSetPasswordRequested", issuedAt=sent.isoformat())
    assert mail.outbox == []
    assert Delivery.objects.get().letter == ""


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example.com/new-password/",
        "https://localhost@evil.example.com/",
        "javascript:alert(1)",
        "//localhost/",
        "",
    ],
)
def test_no_letter_leads_to_a_strangers_site(server: Server, address: str) -> None:
    assert tell(server, "AccountSetPasswordRequested", redirectUrl=address) == 200
    assert mail.outbox == []


def test_letters_for_staff_may_lead_to_the_dashboard(server: Server, settings: Settings) -> None:
    settings.SALEOR_DASHBOARD_URL = "https://dashboard.example.com/"
    tell(server, "StaffSetPasswordRequested", redirectUrl="https://dashboard.example.com/new-password/")
    assert "https://dashboard.example.com/new-password/?email=" in mail.outbox[0].body


def test_somebody_without_an_address_gets_no_letter(server: Server) -> None:
    assert server.tell("AccountDeleted", user=None).status_code == 200
    assert mail.outbox == []


def test_a_letter_sealed_with_another_secret_is_lost_and_nothing_else(server: Server, settings: Settings) -> None:
    with time_machine.travel(timezone.now()):
        settings.EMAIL_BACKEND = "no.such.backend"
        tell(server, "AccountSetPasswordRequested")
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        settings.SECRET_KEY = "another"
        work_off(older_than=timedelta())
    assert mail.outbox == []
    assert Delivery.objects.get().letter == ""
