"""The second step in somebody's own account: set up, new recovery codes, taken away."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from wagtail import hooks

from contenthub.admin.decisions.base import DecisionView
from contenthub.admin.secondstep import device
from contenthub.admin.secondstep.forms import WRONG, CodeForm
from contenthub.admin.secondstep.signin import PASSED, refuse
from contenthub.users import RecoveryCode


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class SecondStepView(DecisionView):
    """One's own device: whoever has none sets one up; whoever has one gives a code for any change of it."""

    template_name = "contenthub/admin/secondstep/account.html"
    page_title = gettext_lazy("Two-step sign-in")

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if settings.HUB_TOTP == "off":
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        current: Any = self.request.user
        mine = device.device_of(current)
        context = {**super().get_context_data(**kwargs), "enrolled": mine is not None}
        context.setdefault("form", CodeForm(recovery=mine is not None))
        if mine is None:
            waiting = device.begin(current, anew=self.request.method == "GET")
            return {**context, "picture": device.picture(waiting), "key": device.written_key(waiting)}
        left = RecoveryCode.objects.filter(user=current, used_at=None).count()
        said = ngettext("%d recovery code is left.", "%d recovery codes are left.", left) % left
        return {**context, "left": said, "required": settings.HUB_TOTP == "required"}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        enrolled = device.device_of(request.user) is not None
        form = CodeForm(request.POST, recovery=enrolled)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        code, user = form.cleaned_data["code"], request.user
        right = device.accepts(user, code) if enrolled else bool(codes := device.confirm(user, code))
        if not right:
            form.add_error("code", WRONG)
            return refuse(request, user) or self.render_to_response(self.get_context_data(form=form))
        if enrolled and "remove" in request.POST:
            return self.removed(request)
        request.session[PASSED] = True
        return self.render_to_response(self.get_context_data(codes=device.renew_codes(user) if enrolled else codes))

    def removed(self, request: HttpRequest) -> HttpResponse:
        device.remove(request.user)
        request.session.pop(PASSED, None)
        messages.success(request, _("Two-step sign-in is off: only your password is asked."))
        return redirect("wagtailadmin_account")


def menu_item(_request: HttpRequest) -> dict[str, Any] | None:
    if settings.HUB_TOTP == "off":
        return None
    more = _("After your password, the hub asks for a code that your phone shows.")
    return {"url": reverse("contenthub_second_step"), "label": _("Two-step sign-in"), "help_text": more}


def register_all() -> None:
    """Tell Wagtail of the screen, and of the way to it in the account."""
    address = path("account/second-step/", SecondStepView.as_view(), name="contenthub_second_step")
    hooks.register("register_admin_urls", lambda: [address])
    hooks.register("register_account_menu_item", menu_item)
