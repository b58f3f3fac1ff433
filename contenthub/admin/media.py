"""Uploaded files for people who work in the admin; readers get renditions of published images only."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve


def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer an uploaded file to somebody with access to the admin."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404("There is no such file.")
    return serve(request, path, document_root=str(settings.MEDIA_ROOT))
