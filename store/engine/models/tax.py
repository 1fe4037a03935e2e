"""Flat-rate taxes: classes, rates per country, and how a channel enters its prices."""

from django.db import models

from store.engine.models.base import WithMetadata


class TaxClass(WithMetadata):
    """A kind of goods with its own rates."""

    name = models.CharField(max_length=255)

    class Meta:
        ordering = ("name", "pk")
        verbose_name_plural = "tax classes"

    def __str__(self) -> str:
        return self.name


class TaxClassCountryRate(models.Model):
    """The rate of a class in a country, in percent; without a class, the country's default."""

    tax_class = models.ForeignKey(
        TaxClass, null=True, blank=True, on_delete=models.CASCADE, related_name="country_rates"
    )
    country = models.CharField(max_length=2)
    rate = models.DecimalField(max_digits=10, decimal_places=3)

    class Meta:
        ordering = ("country", "pk")
        constraints = [
            models.UniqueConstraint(fields=["country", "tax_class"], name="one_rate_per_country_and_class"),
            models.UniqueConstraint(
                fields=["country"],
                condition=models.Q(tax_class__isnull=True),
                name="one_default_rate_per_country",
            ),
        ]


class TaxConfiguration(WithMetadata):
    """Whether a channel charges taxes, and whether its prices are entered with them."""

    channel = models.OneToOneField("engine.Channel", on_delete=models.CASCADE, related_name="tax_configuration")
    charge_taxes = models.BooleanField(default=True)
    tax_calculation_strategy = models.CharField(max_length=20, default="FLAT_RATES")
    display_gross_prices = models.BooleanField(default=True)
    prices_entered_with_tax = models.BooleanField(default=True)

    class Meta:
        ordering = ("pk",)
