"""The two markets: which channel, which currency and its habits, which telephone line."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Market:
    """A channel as people know it; `phone` is written for people, `tel` (E.164) for a link.

    `country` (ISO 3166) is where most of its customers live, and whose way of writing telephone numbers they follow.
    `time_zone` (IANA) is the one that times are told in.
    """

    channel: str
    name: str
    short_name: str
    country: str
    currency: str
    locale: str
    language: str
    phone_label: str
    phone: str
    tel: str
    taxes: str
    time_zone: str


US = Market(
    channel="us",
    name="United States",
    short_name="USA",
    country="US",
    currency="USD",
    locale="en_US",
    language="en-US",
    phone_label="Order by Phone (USA)",
    phone="1 800 741 5716",
    tel="+18007415716",
    taxes="plus sales tax",
    time_zone="America/New_York",
)
INTERNATIONAL = Market(
    channel="intl",
    name="UK and International",
    short_name="International",
    country="GB",
    currency="GBP",
    locale="en_GB",
    language="en-GB",
    phone_label="Order by Phone (Int)",
    phone="+44 161 802 0161",
    tel="+441618020161",
    taxes="incl. VAT",
    time_zone="Europe/London",
)
MARKETS = {market.channel: market for market in (US, INTERNATIONAL)}
