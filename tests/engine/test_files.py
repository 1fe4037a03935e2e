"""Pictures and files over HTTP."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image

from store.engine.actions.upload import store_document, store_picture
from store.engine.models import ProductMedia
from store.engine.refusals import Refusal
from store.engine.schema.ids import to_global_id
from store.saleor.upload import Upload
from tests.engine.asking import data
from tests.factories.catalogue import product

pytestmark = pytest.mark.django_db


def png(width: int = 600, height: int = 300) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "PNG")
    return out.getvalue()


def picture() -> ProductMedia:
    name = store_picture(Upload("Wall Chart.PNG", png(), "image/png"), folder="products", field="image")
    return ProductMedia.objects.create(product=product(name="Chart"), image=name, alt="A chart")


def test_a_thumbnail_is_made_once_in_the_nearest_size_and_format(client: Client) -> None:
    media = picture()
    address = f"/thumbnail/{to_global_id('ProductMedia', media.pk)}/250/webp/"
    first = client.get(address)
    assert (first.status_code, first["Content-Type"]) == (200, "image/webp")
    with Image.open(BytesIO(first.getvalue())) as drawn:
        assert drawn.size == (256, 128)
    assert first["Cache-Control"] == "public, max-age=3600"
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    first.close()


def test_products_show_addresses_of_thumbnails_and_originals() -> None:
    media = picture()
    answer = data(
        """{ product(slug: "chart", channel: "us") { thumbnail(size: 256, format: WEBP) { url alt }
          media { type alt url(size: 1024) original: url(size: 0) } } }"""
    )["product"]
    global_id = to_global_id("ProductMedia", media.pk)
    assert answer["thumbnail"] == {"url": f"http://testserver/thumbnail/{global_id}/256/webp/", "alt": "A chart"}
    assert answer["media"] == [
        {
            "type": "IMAGE",
            "alt": "A chart",
            "url": f"http://testserver/thumbnail/{global_id}/1024/",
            "original": f"http://testserver/media/{media.image.name}",
        }
    ]


@pytest.mark.parametrize(
    "address", ["/thumbnail/nonsense/64/", "/thumbnail/UHJvZHVjdE1lZGlhOjk5/64/", "/thumbnail/VXNlcjox/64/"]
)
def test_no_picture_no_thumbnail(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_strange_format_is_not_found(client: Client) -> None:
    assert client.get(f"/thumbnail/{to_global_id('ProductMedia', picture().pk)}/64/exe/").status_code == 404


def test_uploads_are_served_for_good_and_nothing_outside_them(client: Client) -> None:
    media = picture()
    response = client.get(f"/media/{media.image.name}")
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    response.close()
    for name in ("../settings.py", "..%2f..%2fsettings.py", "products", "missing.png", "products/%00"):
        assert client.get(f"/media/{name}").status_code == 404


def test_a_page_among_the_uploads_is_downloaded_not_shown(client: Client) -> None:
    default_storage.save("files/x.html", ContentFile(b"<script>"))
    response = client.get("/media/files/x.html")
    assert response["Content-Disposition"] == 'attachment; filename="x.html"'
    response.close()


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        store_picture(Upload("a.png", b"<svg/>", "image/png"), folder="products", field="image")
    assert (refused.value.field, refused.value.code) == ("image", "INVALID")
    with pytest.raises(Refusal) as refused:
        store_document(Upload("a.html", b"<p>", "text/html"), folder="files", field="file")
    assert refused.value.code == "UNSUPPORTED_MIME_TYPE"


def test_the_same_picture_is_stored_once() -> None:
    upload = Upload("a.png", png(), "image/png")
    assert store_picture(upload, folder="p", field="image") == store_picture(upload, folder="p", field="image")
