"""Which Saleor server the shop is installed in."""

from django.db import models


class Installation(models.Model):
    """The shop's app as an admin installed it in a Saleor server; installing it again replaces the token."""

    api_url = models.URLField(unique=True)  # SALEOR_API_URL, so that another server never sees this one's token
    app_id = models.CharField(max_length=120)
    sealed_token = models.TextField()
    installed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.api_url
