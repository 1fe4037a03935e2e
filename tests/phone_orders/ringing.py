"""What an agent does on a call, in a browser without script."""

from typing import Any

from django.test import Client

from phone_orders.models import Call

US_BILLING = {
    "billing-country": "US",
    "billing-first_name": "Ada",
    "billing-last_name": "Byron",
    "billing-street_address_1": "600 Montgomery St",
    "billing-city": "San Francisco",
    "billing-country_area": "CA",
    "billing-postal_code": "94111",
    "billing-phone": "(415) 555-2671",
}


def start(desk: Client, *, line: str = "us", number: str = "") -> Call:
    """Start a call and return it."""
    answer = desk.post("/phone/calls/", {"line": line, "caller_number": number})
    assert answer.status_code == 302, answer.content.decode()
    return Call.objects.latest("started_at")


def do(desk: Client, call: Call, step: str, **data: Any) -> str:
    """Do one step; return the screen that follows."""
    answer = desk.post(f"/phone/calls/{call.pk}/{step}/", data, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    call.refresh_from_db()
    return answer.content.decode()


def deliver_to_us(desk: Client, call: Call) -> str:
    """Take an American address and the first delivery."""
    screen = do(desk, call, "addresses", **US_BILLING)
    method_id = screen.split('name="delivery" value="')[1].split('"')[0]
    return do(desk, call, "delivery", delivery=method_id)


def quoted(screen: str) -> str:
    """Return the total that the screen lets the agent read out, in minor units."""
    return screen.split('name="quoted" value="')[1].split('"', maxsplit=1)[0]
