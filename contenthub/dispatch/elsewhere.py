"""Where a channel's files go beside the hub's own folder: a folder that is switched at once, a storage."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import InvalidStorageError, storages

from channels.models import Channel
from channels.transports.files import FilesError
from channels.transports.mirror import mirror
from channels.transports.switch import switch


def send_elsewhere(channel: Channel, folder: Path) -> None:
    """Bring a produced channel to where it is read. Raises FilesError."""
    if settings.HUB_PUBLISH_DIR:
        switch(folder, Path(settings.HUB_PUBLISH_DIR) / channel.key)
    said = channel.settings.get("files")
    if not isinstance(said, dict) or not said.get("storage"):
        return
    name = str(said["storage"])
    try:
        storage = storages[name]
    except InvalidStorageError as error:
        raise FilesError(f"There is no storage {name!r}. Set HUB_BUCKET_URL, or add it to STORAGES.") from error
    mirror(folder, storage, str(said.get("prefix") or channel.key))
