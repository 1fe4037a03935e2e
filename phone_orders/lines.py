"""The two lines that callers ring: each sells in one channel and has one number."""

from dataclasses import dataclass

from store.saleor.client.fragments import Person


@dataclass(frozen=True)
class PhoneLine:
    """A telephone line; `region` tells how its callers write their numbers (ISO 3166)."""

    slug: str
    name: str
    channel: str
    currency: str
    number: str  # as people read it
    e164: str
    region: str
    country: str  # where most of its callers live


LINES = {
    line.slug: line
    for line in (
        PhoneLine("us", "USA", "us", "USD", "1 800 741 5716", "+18007415716", "US", "US"),
        PhoneLine("intl", "International", "intl", "GBP", "+44 161 802 0161", "+441618020161", "GB", "GB"),
    )
}


def lines_of(person: Person) -> list[PhoneLine]:
    """Return the lines whose channel a member of staff may sell in."""
    if not person.restricted_access_to_channels:
        return list(LINES.values())
    allowed = {channel.slug for channel in person.accessible_channels or []}
    return [line for line in LINES.values() if line.channel in allowed]
