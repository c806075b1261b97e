"""Files people send: kept privately for a day under a random name, then deleted."""

import hashlib
import os
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from koalicja.backroom.models import Upload

KEPT_FOR = timedelta(hours=24)
MAX_BYTES = 100 * 1024 * 1024


class Chunked(Protocol):
    """What Django's uploaded files are, as far as we need them."""

    def chunks(self, chunk_size: int | None = None) -> Iterable[bytes]: ...


class UploadTooLarge(Exception):
    """The file is larger than we keep; `params` hold the limit in bytes."""

    code = "too_large"

    def __init__(self, limit: int) -> None:
        super().__init__(f"larger than {limit} bytes")
        self.params = {"limit": limit}


def keep(file: Chunked, *, name: str, by: Any, max_bytes: int = MAX_BYTES) -> Upload:
    """Store the file under a random name, hashed while it streams; nothing is left behind when it is refused."""
    key = secrets.token_hex(16)
    path = path_of(key)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    now = timezone.now()
    try:
        sha256, size = _write(file, path, max_bytes)
        return Upload.objects.create(
            name=Path(name.replace("\\", "/")).name.replace("\0", "")[-255:] or "file",
            path_key=key,
            sha256=sha256,
            size=size,
            created_by_id=by.pk if by else None,
            created_at=now,
            expires_at=now + KEPT_FOR,
        )
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def path_of(key: str) -> Path:
    """Where the file with this key lies."""
    return Path(settings.UPLOADS_DIR) / key[:2] / key


def stored_path(upload: Upload) -> Path:
    """The file itself; `FileNotFoundError` where it has been deleted."""
    path = path_of(upload.path_key)
    if not path.is_file():
        raise FileNotFoundError(upload.path_key)
    return path


def expired_uploads(now: datetime) -> QuerySet[Upload]:
    """Files whose time is over and which still lie on the disk."""
    return Upload.objects.filter(expires_at__lte=now, deleted_at=None)


def delete(upload: Upload) -> None:
    """Delete the file; its row stays and says when."""
    path_of(upload.path_key).unlink(missing_ok=True)
    Upload.objects.filter(pk=upload.pk, deleted_at=None).update(deleted_at=timezone.now())


def delete_expired(now: datetime) -> int:
    """Delete what has expired, and files whose row never came to be (a rolled-back request). Returns how many rows."""
    expired = list(expired_uploads(now))
    for upload in expired:
        delete(upload)
    _delete_orphans(now - KEPT_FOR)
    return len(expired)


def _write(file: Chunked, path: Path, max_bytes: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        for chunk in file.chunks():
            size += len(chunk)
            if size > max_bytes:
                raise UploadTooLarge(max_bytes)
            digest.update(chunk)
            target.write(chunk)
    return digest.hexdigest(), size


def _delete_orphans(before: datetime) -> None:
    old = [path for path in Path(settings.UPLOADS_DIR).glob("??/*") if path.stat().st_mtime < before.timestamp()]
    known = set(
        Upload.objects.filter(path_key__in=[path.name for path in old], deleted_at=None).values_list(
            "path_key", flat=True
        )
    )
    for path in old:
        if path.name not in known:
            path.unlink(missing_ok=True)
