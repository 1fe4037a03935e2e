"""The two lines that callers ring: each sells in one channel and has one number."""

from dataclasses import dataclass

from store.markets import MARKETS
from store.saleor.client.fragments import Person


@dataclass(frozen=True)
class PhoneLine:
    """A telephone line; `country` (ISO 3166) is where most callers live, and how they write their numbers.

    `time_zone` (IANA) is the one that the desk tells times of this line in.
    """

    slug: str
    name: str
    channel: str
    currency: str
    number: str  # as people read it
    country: str
    time_zone: str


LINES = {
    market.channel: PhoneLine(
        slug=market.channel,
        name=market.short_name,
        channel=market.channel,
        currency=market.currency,
        number=market.phone,
        country=market.country,
        time_zone=market.time_zone,
    )
    for market in MARKETS.values()
}


def lines_of(person: Person) -> list[PhoneLine]:
    """Return the lines whose channel a member of staff may sell in."""
    if not person.restricted_access_to_channels:
        return list(LINES.values())
    allowed = {channel.slug for channel in person.accessible_channels or []}
    return [line for line in LINES.values() if line.channel in allowed]
