"""Serve images in their allowed renditions, made when first asked for."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

from content_models.models import HubImage, HubRendition
from contenthub.publishing.models import Dependency
from contenthub.query.values.renditions import ALLOWED, file_name

FOREVER = "public, max-age=31536000, immutable"
MEDIA_TYPES = {"webp": "image/webp", "jpg": "image/jpeg", "avif": "image/avif"}


def serve_image(request: HttpRequest, uuid: UUID, rendition: str, name: str) -> HttpResponseBase:
    """Answer one rendition of a published image; of any image to people who may use the admin."""
    if rendition not in ALLOWED:
        raise Http404(f"There is no rendition {rendition!r}. There are: {', '.join(ALLOWED)}.")
    image = HubImage.objects.filter(uuid=uuid).first()
    if image is None or name != file_name(image.file.name, rendition):
        raise Http404("There is no such image.")
    published = Dependency.objects.filter(kind="image", target=uuid).exists()
    if not published and not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404("There is no such image.")
    try:
        made = rendition_of(image, rendition)
        found = FileResponse(made.file.open("rb"), content_type=MEDIA_TYPES[name.rpartition(".")[2]])
    except OSError as error:
        raise Http404("The file of this image is missing.") from error
    found["Cache-Control"] = FOREVER if published else "private, no-store"
    found["X-Content-Type-Options"] = "nosniff"
    return found


def rendition_of(image: HubImage, name: str) -> HubRendition:
    """Return an allowed rendition, made when it is not there yet. Raises LookupError, OSError."""
    if name not in ALLOWED:
        raise LookupError(f"There is no rendition {name!r}. There are: {', '.join(ALLOWED)}.")
    made: HubRendition = image.get_rendition(ALLOWED[name])
    return made
