"""Where the files are."""

from pathlib import Path

HERE = Path(__file__).resolve().parent
PICTURES = HERE / "pictures"
