"""One row that tells whether anything that visitors see in the catalogue has changed."""

from django.db import models


class CatalogueVersion(models.Model):
    """The token of the last change; it never comes back, so equal tokens mean an equal catalogue. Primary key 1."""

    token = models.UUIDField()
