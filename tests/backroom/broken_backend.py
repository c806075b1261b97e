"""A back end of mail that breaks in the middle, and nobody knows what it had done before."""

from typing import Any

from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Any) -> int:
        raise RuntimeError(f"broke at {len(email_messages)}")
