"""How far a station has come with what we asked for: an update, a publication, an upload.

Status notifications carry no time and no number, so how far they lead is read from the set of
statuses, never from the order in which they came: any order and any repeat end in the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from corridor_kernel.times import to_text


@dataclass(frozen=True, slots=True)
class Process:
    """The kind of its records and its statuses from the first to the last.

    Of statuses in one group the newest stands: a download may pause and go on. From `ends` on
    nothing follows but what stands further right.
    """

    kind: str
    steps: tuple[tuple[str, ...], ...]
    ends: frozenset[str]

    def rank(self, status: str) -> int:
        """Its place; a word that the standard does not have stands before all others."""
        return next((n for n, group in enumerate(self.steps) if status in group), -1)


def _process(kind: str, steps: str, ends: str) -> Process:
    groups = [tuple(step.split("|")) for step in (*steps.split(), *ends.split())]
    return Process(kind, tuple(groups), frozenset(ends.split()))


FIRMWARE_UPDATE: Final = _process(
    "firmware-update",
    "Idle DownloadScheduled Downloading|DownloadPaused Downloaded SignatureVerified "
    "InstallScheduled Installing InstallRebooting",
    "DownloadFailed InvalidSignature InstallVerificationFailed InstallationFailed Installed",
)
FIRMWARE_PUBLICATION: Final = _process(
    "firmware-publication",
    "Idle DownloadScheduled Downloading|DownloadPaused Downloaded ChecksumVerified",
    "DownloadFailed InvalidChecksum PublishFailed Published",
)
LOG_UPLOAD: Final = _process(
    "log-upload",
    "Idle Uploading",
    "AcceptedCanceled BadMessage NotSupportedOperation PermissionDenied UploadFailure Uploaded",
)

Content = Mapping[str, Any]


def with_status(process: Process, content: Content, status: str, at: datetime) -> dict[str, Any]:
    """The content once `status` was told at `at`; telling it again only moves `last_at`."""
    history = {entry["status"]: entry for entry in content.get("history", ())}
    known = history.get(status, {})
    text = to_text(at)
    history[status] = {
        "status": status,
        "first_at": min(known.get("first_at", text), text),
        "last_at": max(known.get("last_at", text), text),
    }
    ordered = sorted(history.values(), key=lambda entry: _place(process, entry))
    furthest = ordered[-1]["status"]
    told = {"status": furthest, "ended": furthest in process.ends, "history": ordered}
    return dict(content) | told


def _place(process: Process, entry: Mapping[str, str]) -> tuple[int, str, str]:
    return process.rank(entry["status"]), entry["last_at"], entry["status"]
