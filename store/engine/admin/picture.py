"""Pictures: taken and stored by the same rules as the API's uploads."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from store.engine.actions.upload import store_picture
from store.engine.models import ProductMedia
from store.engine.refusals import Refusal
from store.forms import ModelForm


def thumbnail(type_name: str, pk: object, size: int) -> str:
    """Return the address of a picture of at most `size` pixels."""
    from store.engine.schema.ids import to_global_id  # noqa: PLC0415 - the schema need not be built for the admin

    return reverse("thumbnail", args=[to_global_id(type_name, pk), size])


def stored(file: Any, *, folder: str) -> Any:
    """Store a file that was just sent and return its name; what is stored already is returned as it is."""
    if not isinstance(file, UploadedFile):
        return file
    try:
        return store_picture(file, folder=folder, field="image")
    except Refusal as refusal:
        raise ValidationError(refusal.message) from refusal


class PictureForm(ModelForm):
    """A picture of a product with the words for who cannot see it."""

    class Meta:
        model = ProductMedia
        fields = ("image", "alt", "sort_order")
        labels = {"alt": "What it shows"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["image"].required = not self.instance.external_url

    def clean_image(self) -> Any:
        """Refuse what is no picture."""
        return stored(self.cleaned_data["image"], folder="products")
