"""The short address where one order is paid."""

import secrets

from django.db import models
from django.utils import timezone

# Without letters and digits that sound or look alike, so that a code can be read out over the telephone.
CODE_ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"


def new_code() -> str:
    """Return a link's code: 12 characters, about 55 bits, which with a rate limit cannot be guessed in 72 hours."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(12))


class PayLink(models.Model):
    """A short address where one order is paid: sent by the desk, good for 72 hours or until the order is paid."""

    code = models.CharField(max_length=16, unique=True, default=new_code)
    order_id = models.CharField(max_length=120, db_index=True)
    order_number = models.CharField(max_length=32)
    channel = models.SlugField(max_length=50)
    amount = models.PositiveIntegerField()  # minor units, as agreed; another amount makes the link void
    currency = models.CharField(max_length=3)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"Link for order #{self.order_number}"

    @staticmethod
    def read_code(written: str) -> str:
        """Return a code as stored, whatever case, spaces and dashes it was written with."""
        return written.upper().replace("-", "").replace(" ", "")

    @property
    def spoken_code(self) -> str:
        """The code in groups of four, as an agent reads it out."""
        return "-".join(self.code[start : start + 4] for start in range(0, len(self.code), 4))
