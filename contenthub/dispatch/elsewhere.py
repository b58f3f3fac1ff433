"""Where a channel's files go beside the hub's own folder: a storage that its settings name."""

from pathlib import Path

from django.core.files.storage import InvalidStorageError, storages

from channels.models import Channel
from channels.transports.files import FilesError
from channels.transports.mirror import Mirrored, mirror


def send_elsewhere(channel: Channel, folder: Path) -> Mirrored | None:
    """Bring a produced channel to its storage; None when it has none. Raises FilesError."""
    said = channel.settings.get("files")
    if not isinstance(said, dict) or not said.get("storage"):
        return None
    name = str(said["storage"])
    try:
        storage = storages[name]
    except InvalidStorageError as error:
        raise FilesError(f"There is no storage {name!r}. Set HUB_BUCKET_URL, or add it to STORAGES.") from error
    return mirror(folder, storage, str(said.get("prefix") or channel.key))
