"""Tokens that work once: each hangs on facts that its use changes, and is good for one purpose."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from store.engine.models import User


class OneTimeToken(PasswordResetTokenGenerator):
    """Makes and checks tokens of one purpose; they end with PASSWORD_RESET_TIMEOUT, signing in or a new password."""

    def __init__(self, purpose: str) -> None:
        self.key_salt = f"store.engine.one_time_token.{purpose}"
        super().__init__()


class DeletionToken(OneTimeToken):
    """Lives on when the person signs in again, for after its use there is nobody left to use it twice."""

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{user.pk}{user.password}{timestamp}{user.email}"


confirmation = OneTimeToken("confirm-account")
password_reset = OneTimeToken("set-password")
deletion = DeletionToken("delete-account")
