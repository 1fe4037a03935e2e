"""Days in UTC, counted by the database itself."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateField, Func
from django.db.models.sql.compiler import SQLCompiler


class UtcDay(Func):
    """The day of a moment, in UTC. On SQLite it is SQLite's own; Django would ask Python there, row by row."""

    function = "DATE"
    output_field = DateField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        """Say so to PostgreSQL, where a moment has a time zone."""
        template = "(%(expressions)s AT TIME ZONE 'UTC')::date"
        return self.as_sql(compiler, connection, template=template, **context)
