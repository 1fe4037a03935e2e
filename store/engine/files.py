"""Serves uploaded files and thumbnails of pictures.

A stored file's name is never used for other content (see `actions.upload`), so browsers may keep it for good. A
thumbnail's address names a row whose picture may change, so browsers ask again after an hour.
"""

import mimetypes
from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotFound
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from graphql import GraphQLError

from store.engine.actions.thumbnail import PILLOW_FORMATS, NotAPicture, nearest_size, thumbnail_of
from store.engine.models import Category, Collection, ProductMedia
from store.engine.schema.ids import split_global_id

FOR_GOOD = "public, max-age=31536000, immutable"
AN_HOUR = "public, max-age=3600"
SHOWN = ("image/", "video/", "audio/", "application/pdf", "text/plain")  # everything else is only downloaded
EXTRA_TYPES = {".webp": "image/webp", ".avif": "image/avif"}
PICTURES = {"ProductMedia": (ProductMedia, "image"), "ProductImage": (ProductMedia, "image")} | {
    model.__name__: (model, "background_image") for model in (Category, Collection)
}


@require_safe
def thumbnail(request: HttpRequest, global_id: str, size: int, format: str = "") -> HttpResponseBase:  # noqa: A002
    """Answer with a thumbnail of the picture of a row, in the size nearest to the wanted one."""
    if format and format not in PILLOW_FORMATS:
        return HttpResponseNotFound("Unsupported image format.")
    name = _picture_of(global_id)
    if not name:
        return HttpResponseNotFound("Cannot find an image with the given id.")
    try:
        made = thumbnail_of(name, size=nearest_size(size), format=format)
    except NotAPicture:
        return HttpResponseNotFound("Cannot find an image with the given id.")
    return _serve(request, made, cache=AN_HOUR)


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """Answer with an uploaded file; 404 for what is not below the folder of uploads."""
    try:
        if not default_storage.exists(name):
            return HttpResponseNotFound("Not found.")
        return _serve(request, name, cache=FOR_GOOD)
    except (SuspiciousOperation, OSError, ValueError):
        return HttpResponseNotFound("Not found.")


def _picture_of(global_id: str) -> str:
    try:
        type_name, pk = split_global_id(global_id)
    except GraphQLError:
        return ""
    if type_name not in PICTURES or not pk.isdecimal():
        return ""
    model, field = PICTURES[type_name]
    name: str = model.objects.filter(pk=int(pk)).values_list(field, flat=True).first() or ""
    return name


def _serve(request: HttpRequest, name: str, *, cache: str) -> HttpResponseBase:
    etag = quote_etag(name)
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        suffix = PurePosixPath(name).suffix.lower()
        content_type = EXTRA_TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        shown = content_type.startswith(SHOWN) and "svg" not in content_type
        response = FileResponse(
            default_storage.open(name),
            content_type=content_type,
            as_attachment=not shown,
            filename=PurePosixPath(name).name,
        )
    if isinstance(response, HttpResponse | FileResponse):
        response["ETag"] = etag
        response["Cache-Control"] = cache
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
