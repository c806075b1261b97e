"""Files people send: random names, hashed while streaming, capped, deleted after a day."""

import hashlib
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from koalicja.backroom import uploads
from koalicja.backroom.models import Upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.UPLOADS_DIR = tmp_path / "uploads"
    return tmp_path / "uploads"


def kept(content: bytes = b"nazwa;typ\n", name: str = "spis.csv", **over: Any) -> Upload:
    return uploads.keep(SimpleUploadedFile(name, content), name=name, by=None, **over)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_file_is_kept_as_it_came_with_its_hash_and_size(anna: Any) -> None:
    content = os.urandom(200_000)
    upload = uploads.keep(SimpleUploadedFile("spis.xlsx", content), name="spis.xlsx", by=anna)
    assert uploads.stored_path(upload).read_bytes() == content
    assert (upload.sha256, upload.size) == (hashlib.sha256(content).hexdigest(), 200_000)
    assert (upload.name, upload.created_by) == ("spis.xlsx", anna)
    assert upload.expires_at - upload.created_at == timedelta(hours=24)


def test_the_name_on_disk_is_random_and_readable_by_nobody_else() -> None:
    first, second = kept(), kept()
    assert first.path_key != second.path_key
    assert "spis" not in str(uploads.stored_path(first))
    assert uploads.stored_path(first).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("sent", "shown"),
    [("../../etc/passwd", "passwd"), ("C:\\Moje\\spis.xls", "spis.xls"), ("a\0b.csv", "ab.csv"), ("", "file")],
)
def test_only_the_last_part_of_a_name_is_kept(sent: str, shown: str) -> None:
    upload = uploads.keep(SimpleUploadedFile("x", b"x"), name=sent, by=None)
    assert upload.name == shown


def test_a_file_over_the_limit_is_refused_and_leaves_nothing(folder: Path) -> None:
    with pytest.raises(uploads.UploadTooLarge) as refusal:
        kept(b"x" * 1001, max_bytes=1000)
    assert (refusal.value.code, refusal.value.params) == ("too_large", {"limit": 1000})
    assert (files(folder), Upload.objects.count()) == ([], 0)


def test_expired_files_are_deleted_and_their_rows_say_when(folder: Path) -> None:
    old, fresh = kept(), kept()
    now = timezone.now()
    Upload.objects.filter(pk=old.pk).update(expires_at=now - timedelta(minutes=1))
    assert list(uploads.expired_uploads(now)) == [old]
    assert uploads.delete_expired(now) == 1
    assert files(folder) == [uploads.stored_path(fresh)]
    old.refresh_from_db()
    assert old.deleted_at is not None
    assert uploads.delete_expired(now) == 0
    with pytest.raises(FileNotFoundError):
        uploads.stored_path(old)


def test_a_file_whose_row_was_rolled_back_is_deleted_after_a_day(folder: Path) -> None:
    upload = kept()
    Upload.objects.filter(pk=upload.pk).delete()
    assert uploads.delete_expired(timezone.now()) == 0
    assert files(folder) == [uploads.path_of(upload.path_key)]
    long_ago = (timezone.now() - timedelta(hours=25)).timestamp()
    os.utime(uploads.path_of(upload.path_key), (long_ago, long_ago))
    uploads.delete_expired(timezone.now())
    assert files(folder) == []
