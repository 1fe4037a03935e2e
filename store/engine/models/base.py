"""What many models share: Saleor's metadata, external references, and the column that holds an amount."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone


def amount_field(**options: Any) -> "models.DecimalField[Any, Any]":
    """Return a column for an amount in major units; the currency stands in the row or its channel."""
    if "default" in options:
        options["default"] = Decimal(options["default"])  # a new row's amounts can be reckoned with before it is read
    return models.DecimalField(max_digits=20, decimal_places=3, **options)


class WithMetadata(models.Model):
    """Public and private metadata: flat maps of text to text."""

    metadata = models.JSONField(default=dict, blank=True)
    private_metadata = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True


class WithPublication(models.Model):
    """What is shown to everybody once it is published and its date has come."""

    is_published = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_visible(self) -> bool:
        """Published, and not before its date."""
        return self.is_published and (self.published_at is None or self.published_at <= timezone.now())


class WithExternalReference(models.Model):
    """A natural key given by another system."""

    external_reference = models.CharField(max_length=250, unique=True, null=True, blank=True)

    class Meta:
        abstract = True
