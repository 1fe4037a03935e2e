"""The forms of an account."""

from typing import Any

from django import forms

from store.forms import Form


def _email(**attributes: str) -> forms.EmailField:
    return forms.EmailField(label="E-mail", max_length=254, widget=forms.EmailInput(attrs=attributes))


def _password(label: str, autocomplete: str, help_text: str = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=128, widget=widget, help_text=help_text)


def _name(label: str, autocomplete: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=256, widget=forms.TextInput(attrs={"autocomplete": autocomplete}))


class SignInForm(Form):
    """Who is it?"""

    email = _email(autocomplete="username")
    password = _password("Password", "current-password")


class NameForm(Form):
    """What somebody is called."""

    first_name = _name("First name", "given-name")
    last_name = _name("Last name", "family-name")


class RegisterForm(NameForm):
    """A new account."""

    email = _email(autocomplete="username")
    password = _password("Password", "new-password", "At least 8 characters.")


class ForgottenForm(Form):
    """Whose password is forgotten."""

    email = _email(autocomplete="username")


class NewPasswordForm(Form):
    """A password for an account whose letter was opened; the address is there for the browser to remember it with."""

    email = _email(autocomplete="username", readonly="")
    password = _password("New password", "new-password", "At least 8 characters.")

    def __init__(self, data: Any = None, *, email: str) -> None:
        super().__init__(data, initial={"email": email})
        self.fields["email"].disabled = True


class ChangePasswordForm(Form):
    """Another password for somebody who knows the one so far."""

    old = _password("Password so far", "current-password")
    new = _password("New password", "new-password", "At least 8 characters.")
