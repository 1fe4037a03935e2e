"""The letters that accounts need, in the shop's words: the engine sends them, and the app of a Saleor server.

Whoever has the link of a letter takes over an account, so a letter that has to wait is kept sealed.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from store.privacy.sealing import seal, unseal

SUBJECTS = {
    "confirm_account": "Confirm your e-mail address",
    "set_password": "Choose your password",
    "confirm_email_change": "Confirm your new e-mail address",
    "email_change_asked": "Somebody asked to change your e-mail address",
    "email_changed": "Your e-mail address has changed",
    "delete_account": "Confirm that your account shall be deleted",
    "account_deleted": "Your account is deleted",
}


@dataclass(frozen=True)
class Letter:
    """A letter to be sent; `facts` are first_name and what else the template of its kind says."""

    kind: str
    to: str
    facts: dict[str, str] = field(default_factory=dict, repr=False)

    def send(self) -> None:
        """Write the letter and send it."""
        body = render_to_string(f"letters/{self.kind}.txt", self.facts)
        EmailMessage(subject=SUBJECTS[self.kind], body=body, to=[self.to]).send()


def sealed(letters: Sequence[Letter]) -> str:
    """Return letters in a form that may lie in the database."""
    return seal(json.dumps([asdict(letter) for letter in letters]))


def unsealed(text: str) -> list[Letter]:
    """Return the letters that were sealed; none where SECRET_KEY has changed since."""
    return [Letter(**letter) for letter in json.loads(unseal(text) or "[]")]
