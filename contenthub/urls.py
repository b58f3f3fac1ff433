"""Every address of the hub."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from contenthub.admin.decisions.public import LinkView
from contenthub.admin.media import serve_media
from contenthub.admin.preview.shared import shared_preview
from contenthub.admin.secondstep.signin import CodeView, EnrolView, SignInView
from contenthub.dispatch.serve import serve_channel
from contenthub.query.urls import urlpatterns as query_urls
from contenthub.rest.feedback import feedback, wrap_up
from contenthub.rest.urls import urlpatterns as rest_urls
from contenthub.rest.usage import usage

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/login/", SignInView.as_view(), name="wagtailadmin_login"),
    path("admin/login/code/", CodeView.as_view(), name="contenthub_sign_in_code"),
    path("admin/login/device/", EnrolView.as_view(), name="contenthub_sign_in_device"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("decide/<str:token>/", LinkView.as_view(), name="decide_by_link"),
    *query_urls,
    *rest_urls,
    path("feedback", feedback, name="feedback"),
    path("usage", usage, name="usage"),
    path("wrap-up", wrap_up, name="wrap_up"),
    path("preview/<str:token>/", shared_preview, name="contenthub_preview"),
    path("channels/<slug:channel>/<path:path>", serve_channel, name="channel_file"),
    path("channels/<slug:channel>/", serve_channel, {"path": ""}, name="channel_home"),
    path("", RedirectView.as_view(pattern_name="wagtailadmin_home")),
    path("media/<path:path>", serve_media),
]
