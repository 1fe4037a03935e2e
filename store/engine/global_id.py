"""Global ids like Saleor's, for actions that name rows in what they answer."""

import base64
from typing import Any


def to_global_id(type_name: str, pk: Any) -> str:
    """Return the id of a row of a type, such as `UHJvZHVjdDo3` for `Product:7`."""
    return base64.b64encode(f"{type_name}:{pk}".encode()).decode()
