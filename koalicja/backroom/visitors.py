"""From which address a request comes, as far as our own proxies say."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings


def sender_address(meta: Mapping[str, Any]) -> str:
    """The visitor's address: what the outermost proxy of ours saw, never what the visitor wrote before it."""
    nearest = str(meta.get("REMOTE_ADDR", ""))
    if not settings.TRUSTED_PROXIES:
        return nearest
    said = [each.strip() for each in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",") if each.strip()]
    return said[-settings.TRUSTED_PROXIES] if len(said) >= settings.TRUSTED_PROXIES else nearest
