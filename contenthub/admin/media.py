"""Uploaded files for people who work in the admin; readers get renditions of published images only."""

import mimetypes

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

SHOWN = ("image/", "application/pdf")
"""What a browser shows; anything else it saves, so that nothing uploaded runs as a page of the hub."""


def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer an uploaded file, wherever files are kept, to somebody with access to the admin."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404("There is no such file.")
    try:
        file = default_storage.open(path, "rb")
    except (OSError, ValueError, SuspiciousOperation) as error:
        raise Http404("There is no such file.") from error
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    shown = kind.startswith(SHOWN) and "svg" not in kind
    return FileResponse(file, content_type=kind, as_attachment=not shown, filename=path.rsplit("/", 1)[-1])
