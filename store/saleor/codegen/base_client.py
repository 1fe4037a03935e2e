"""What every generated method calls: sends an operation through a transport and reads its answer.

Copied into the generated package, hence the absolute imports.
"""

from typing import Any

from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from store.saleor.client.base_model import UNSET
from store.saleor.errors import refusal_of
from store.saleor.transports import Transport
from store.saleor.upload import Upload


class BaseClient:
    """A client with one transport, hence one caller: a visitor, a person or the shop's app."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport

    def execute(self, query: str, operation_name: str, variables: dict[str, Any]) -> dict[str, Any]:
        """Send an operation; arguments that were not given are left out."""
        given = {name: _plain(value) for name, value in variables.items() if value is not UNSET}
        return self.transport.send(query, operation_name, given)

    def get_data(self, response: dict[str, Any]) -> dict[str, Any]:
        """Return the answer's data; raises SaleorRefused when it carries top-level errors."""
        if response.get("errors"):
            raise refusal_of(response["errors"], has_data=response.get("data") is not None)
        data: dict[str, Any] = response["data"]
        return data


def _plain(value: Any) -> Any:
    """Return a variable as JSON would carry it, except for files."""
    if isinstance(value, BaseModel):  # not model_dump, which would take files apart
        return {
            field.alias or name: _plain(getattr(value, name))
            for name, field in type(value).model_fields.items()
            if name in value.model_fields_set and getattr(value, name) is not UNSET
        }
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items() if item is not UNSET}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if isinstance(value, Upload) else to_jsonable_python(value)
