"""Keeps out of the logs what is secret in an address, and card numbers, wherever they come from.

Whoever holds an order's link reads where it goes; whoever holds a letter's link takes over an account.
"""

import logging
import re

from store.privacy.card_numbers import without_card_numbers

SECRET_PARTS = re.compile(r"(/(?:orders|paying|p)/|[?&]token=)[^/&\s]+")


class HideSecrets(logging.Filter):
    """Writes a log line without the secret part of any address in it: `/us/orders/…/`."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line pass, with its secrets taken out."""
        record.msg, record.args = SECRET_PARTS.sub(r"\1…", record.getMessage()), ()
        return True


class WithoutCardNumbers(logging.Formatter):
    """Writes a line, and the traceback below it, without card numbers."""

    def format(self, record: logging.LogRecord) -> str:
        """Return what is written."""
        return without_card_numbers(super().format(record))
