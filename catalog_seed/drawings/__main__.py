"""Renders the drawings to WebP: `python -m catalog_seed.drawings [slug …]`, or all of them."""

import io
import sys

import cairosvg
from PIL import Image

from catalog_seed.drawings import SCENES
from catalog_seed.drawings.frames import picture
from catalog_seed.files import PICTURES

SIDE = 1200  # pixels
LARGEST = 60_000  # bytes


def render(slug: str) -> bytes:
    """Return a picture as WebP of at most 60 kB, as good as fits."""
    png = cairosvg.svg2png(bytestring=picture(SCENES[slug].draw()).encode(), output_width=SIDE, output_height=SIDE)
    image = Image.open(io.BytesIO(png)).convert("RGB")
    for quality in (88, 80, 72, 60):
        file = io.BytesIO()
        image.save(file, "WEBP", quality=quality, method=6)
        if file.tell() < LARGEST:
            break
    return file.getvalue()


def main(slugs: list[str]) -> None:
    """Render the named pictures, or all."""
    PICTURES.mkdir(exist_ok=True)
    for slug in slugs or SCENES:
        content = render(slug)
        (PICTURES / f"{slug}.webp").write_bytes(content)
        sys.stdout.write(f"{slug}.webp {len(content) / 1000:.0f} kB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
