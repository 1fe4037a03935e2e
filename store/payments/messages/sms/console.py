"""Text messages that stay on this machine: one file each, as the demo's mails."""

import logging
import uuid
from datetime import UTC, datetime

from django.conf import settings

log = logging.getLogger(__name__)


class ConsoleSms:
    """Writes every text into the folder SMS_FOLDER; the log only tells that there is one."""

    def send(self, *, to: str, text: str, sender: str) -> str:
        """Write the text down and return the file's name."""
        name = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:8]}.txt"
        settings.SMS_FOLDER.mkdir(parents=True, exist_ok=True)
        (settings.SMS_FOLDER / name).write_text(f"From: {sender}\nTo: {to}\n\n{text}\n", encoding="utf-8")
        log.info("A text message to a number ending in %s is in %s", to[-2:], name)
        return name
