"""The bytes of an image as a channel asked for it."""

from channels.output import Asset
from content_models.models import HubImage
from contenthub.query.images import rendition_of

ORIGINAL = "original"


def fetch_asset(asset: Asset) -> bytes | None:
    """Return the bytes of a stored file in a rendition; None when the file or the rendition does not exist."""
    image = HubImage.objects.filter(file=asset.file).first()
    if image is None:
        return None
    try:
        if asset.rendition == ORIGINAL:
            with image.file.open("rb") as file:
                return bytes(file.read())
        with rendition_of(image, asset.rendition).file.open("rb") as file:
            return bytes(file.read())
    except (OSError, LookupError):
        return None
