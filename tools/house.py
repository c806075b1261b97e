"""Rules of the house that no linter knows: lock files name no host, templates keep to the CSP."""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|\son[a-z]+\s*=\s*[\"']|\sstyle\s*=\s*[\"']|javascript:", re.I
)
LOCK_FILES = ["requirements.lock", "requirements-node.lock", "package-lock.json"]


def tracked() -> list[Path]:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


def findings() -> list[str]:
    lines = []
    for name in LOCK_FILES:
        text = (ROOT / name).read_text(encoding="utf-8")
        lines += [f"{name}: names a host: {found}" for found in re.findall(r"https?://\S+", text)[:3]]
        if "sha512-" not in text and "--hash=sha256:" not in text:
            lines.append(f"{name}: pins nothing by hash")
    for path in tracked():
        if path.suffix == ".html":
            text = path.read_text(encoding="utf-8")
            lines += [f"{path.relative_to(ROOT)}: inline code: {found}" for found in INLINE.findall(text)]
    return lines


def tidy_lock() -> None:
    """npm notes where authors ask for money; a lock file of ours names no host at all."""
    path = ROOT / "package-lock.json"
    lock = json.loads(path.read_text(encoding="utf-8"))
    for fields in lock["packages"].values():
        fields.pop("funding", None)
    path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> int:
    if "--tidy-lock" in sys.argv:
        tidy_lock()
    found = findings()
    print("\n".join(found) or "the house is in order")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
