"""The admin's own Content-Security-Policy.

Its pages come with django-unfold: Alpine evaluates what stands in attributes, and colours are written into the page.
"""

from collections.abc import Callable

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp
from django.http import HttpRequest
from django.http.response import HttpResponseBase

POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "object-src": [NONE],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
    "form-action": [SELF],
}


class AdminPolicy:
    """Middleware that gives the admin's answers this policy in place of the shop's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = get_response
        self.answer_in_admin = csp(POLICY)(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the policy for what lies below /admin/."""
        in_admin = request.path_info.startswith("/admin/")
        return self.answer_in_admin(request) if in_admin else self.answer(request)
