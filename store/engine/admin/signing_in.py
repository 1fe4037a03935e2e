"""Signing in to the admin, slowed down for addresses that keep guessing just as the API's signing in is."""

from typing import Any

from django.core.exceptions import ValidationError
from unfold.forms import AuthenticationForm

from store.engine.actions.sign_in import authenticated
from store.engine.refusals import Refusal
from store.forms import Telling


class SignInForm(Telling, AuthenticationForm):
    """E-mail and password of staff; counts failures together with those of the API."""

    def clean(self) -> dict[str, Any]:
        """Tell staff who know the password from everybody else."""
        email, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if email and password:
            address = str(self.request.META.get("REMOTE_ADDR", ""))
            try:
                user = authenticated(email=email, password=password, address=address)
            except Refusal as refusal:
                raise ValidationError("Too many attempts. Please wait a little and try again.") from refusal
            if user is None:
                raise self.get_invalid_login_error()
            self.confirm_login_allowed(user)
            self.user_cache = user
        cleaned: dict[str, Any] = self.cleaned_data
        return cleaned
