"""Showing produced channels from the hub itself: for a look at them, not a replacement of a web server."""

import mimetypes
from pathlib import Path

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect

from channels.models import Channel
from channels.output import UnsafePathError, check_path

WRITTEN_BY_HAND = {"template"}
"""Kinds whose pages hold what somebody wrote in the admin, scripts included."""

APART = "sandbox allow-scripts allow-forms allow-popups"
"""A browser takes such a page as one of another site: it reaches neither the admin nor its cookies."""


def serve_channel(request: HttpRequest, channel: str, path: str) -> HttpResponseBase:
    """Answer one produced file, `index.html` for a folder; nothing outside the channel's folder.

    A channel that holds internal fields (a service desk) is shown to people with access to the admin only.
    """
    row = Channel.objects.filter(key=channel).only("settings", "kind").first()
    if row is None:
        raise Http404("There is no such channel.")
    if "internal" in row.settings.get("scopes", ()) and not request.user.has_perm("wagtailadmin.access_admin"):
        return redirect_to_login(request.get_full_path())
    root: Path = settings.HUB_OUTPUT_DIR / channel
    target = root / path
    try:
        if path.strip("/"):
            check_path(f"{channel}/{path.strip('/')}")
    except UnsafePathError as error:
        raise Http404("There is no such file.") from error
    if target.is_dir():
        if path and not path.endswith("/"):
            return HttpResponseRedirect(f"{path.rsplit('/', 1)[-1]}/")
        target = target / "index.html"
    if not target.is_file() or not target.resolve().is_relative_to(settings.HUB_OUTPUT_DIR.resolve()):
        raise Http404("There is no such file. Produce the channel first: manage.py produce.")
    if any(part.startswith(".") for part in target.relative_to(root).parts):
        raise Http404("There is no such file.")
    media_type = mimetypes.guess_type(target.name)[0] or "application/octet-stream"
    answer = FileResponse(target.open("rb"), content_type=media_type)
    if row.kind in WRITTEN_BY_HAND:
        answer.headers["Content-Security-Policy"] = APART
    return answer
