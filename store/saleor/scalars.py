"""What Saleor's scalars are in Python, where the plain name would hide behind a field's own."""

from datetime import date

CalendarDate = date  # an input with a field called `date` could not name its own type otherwise
