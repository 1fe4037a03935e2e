"""What somebody typed into a form that could not be taken just now, to be offered once more."""

from django.http import HttpRequest


def typed_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the names and values of a posted form; none where it holds a password, which no page may carry."""
    if request.method != "POST":
        return []
    fields = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    if any(name in PASSWORDS for name, _ in fields):
        return []
    return [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]


PASSWORDS = {"password", "old", "new"}
