"""What the logs may not say."""

import logging
from typing import Any

import pytest
from django.conf import settings

from store.privacy.log_secrets import HideSecrets


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/us/orders/9zQ_secret-token/", "/us/orders/…/"),
        ("/intl/checkout/paying/9zQ_secret-token/", "/intl/checkout/paying/…/"),
        ("/p/ACDEFGHJKMNP/done/", "/p/…/done/"),
        ("/us/account/confirm/?email=a%40b.c&token=c9-secret&x=1", "/us/account/confirm/?email=a%40b.c&token=…&x=1"),
        ("/us/products/calf-chart/", "/us/products/calf-chart/"),
    ],
)
def test_a_line_about_a_secret_address_does_not_name_the_secret(path: str, written: str) -> None:
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "%s: %s", ("Service Unavailable", path), None)
    assert HideSecrets().filter(record)
    assert record.getMessage() == f"Service Unavailable: {written}"


def test_everything_that_is_logged_goes_through_it() -> None:
    logging_settings: Any = settings.LOGGING
    assert logging_settings["handlers"]["console"]["filters"] == ["secrets"]
    assert logging_settings["root"]["handlers"] == ["console"]


@pytest.mark.parametrize("library", ["stripe", "httpx", "httpcore"])
def test_what_others_are_told_stays_out_of_the_log_even_where_everything_is_logged(library: str) -> None:
    logging_settings: Any = settings.LOGGING
    assert logging_settings["loggers"][library]["level"] == "WARNING"
