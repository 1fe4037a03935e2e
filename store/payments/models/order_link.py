"""The secret address of an order."""

import secrets

from django.db import models


class OrderLink(models.Model):
    """A secret address of one order: what is in the link is this token, Saleor's ids stay on the server.

    Made when a basket goes to be paid, so that the address the customer comes back to can show the order later.
    """

    token = models.CharField(max_length=43, unique=True, default=secrets.token_urlsafe)  # 256 random bits
    channel = models.SlugField(max_length=50)
    checkout_id = models.CharField(max_length=120, unique=True, null=True, blank=True)
    order_id = models.CharField(max_length=120, blank=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("created_at", "pk")
