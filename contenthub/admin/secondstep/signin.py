"""Signing in: the password, then the code. Nobody is signed in before both are right.

Between the two the session knows whose password was right, for ten minutes, and opens nothing. Wrong codes count with
wrong passwords, and neither is forgotten before somebody really comes in.
"""

import time
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.admin.views.account import LoginView

from contenthub.admin.secondstep import device
from contenthub.admin.secondstep.forms import WRONG, CodeForm
from contenthub.admin.signin import locked_out

WAITING, PASSED = "second_step_waiting", "second_step_passed"
"""Keys of the session: whose password was right, and that the code was as well."""
PATIENCE = 600
"""Seconds between the password and the code."""


class SignInView(LoginView):
    """Wagtail's screen; where a second step is asked, the right password leads to it."""

    extra_context = {"organisation": settings.HUB_ORGANISATION}

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        enrolled = settings.HUB_TOTP != "off" and device.device_of(user) is not None
        if not enrolled and settings.HUB_TOTP != "required":
            return super().form_valid(form)
        self.request.session[WAITING] = {
            "user": user.pk,
            "backend": user.backend,
            "password": user.get_session_auth_hash(),
            "at": time.time(),
            "next": self.get_success_url(),
            "remember": bool(form.cleaned_data.get("remember")),
        }
        return redirect("contenthub_sign_in_code" if enrolled else "contenthub_sign_in_device")


def waiting_user(request: HttpRequest) -> Any:
    """Return whose password was right a moment ago and still is, or None."""
    found = request.session.get(WAITING)
    if not found or not 0 <= time.time() - found["at"] < PATIENCE:
        return None
    user = get_user_model().objects.filter(pk=found["user"], is_active=True).first()
    return user if user and constant_time_compare(user.get_session_auth_hash(), found["password"]) else None


def come_in(request: HttpRequest, user: Any) -> str:
    """Sign somebody in for whom both were right. Return where to go."""
    found = request.session.pop(WAITING)
    login(request, user, backend=found["backend"])
    request.session[PASSED] = True
    request.session.set_expiry(settings.SESSION_COOKIE_AGE if found["remember"] else 0)
    return str(found["next"])


def refuse(request: HttpRequest, user: Any) -> HttpResponse | None:
    """Count a wrong code as a wrong password is counted. Return the answer when it was one too many."""
    name = user.get_username()
    user_login_failed.send(sender=__name__, credentials={"username": name, "step": "code"}, request=request)
    return None if AxesProxyHandler.is_allowed(request, {"username": name}) else locked_out(request)


@method_decorator([sensitive_post_parameters(), never_cache, csrf_protect], name="dispatch")
class StepView(View):
    """A page for somebody whose password was right."""

    user: Any

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.user = waiting_user(request)
        if self.user is None or settings.HUB_TOTP == "off":
            request.session.pop(WAITING, None)
            return redirect("wagtailadmin_login")
        if not AxesProxyHandler.is_allowed(request, {"username": self.user.get_username()}):
            return locked_out(request)
        enrolled = device.device_of(self.user) is not None
        if enrolled != isinstance(self, CodeView):
            return redirect("contenthub_sign_in_code" if enrolled else "contenthub_sign_in_device")
        return super().dispatch(request, *args, **kwargs)


class CodeView(StepView):
    """Asks for the code that the device shows, or for a recovery code."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, CodeForm(recovery=True))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST, recovery=True)
        if form.is_valid():
            if device.accepts(self.user, form.cleaned_data["code"]):
                return HttpResponseRedirect(come_in(request, self.user))
            if locked := refuse(request, self.user):
                return locked
            form.add_error("code", WRONG)
        return self.page(request, form)

    @staticmethod
    def page(request: HttpRequest, form: CodeForm) -> HttpResponse:
        return render(request, "contenthub/admin/secondstep/code.html", {"form": form})


class EnrolView(StepView):
    """Sets a device up for somebody who has to have one before anything else."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, CodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST)
        if form.is_valid():
            if codes := device.confirm(self.user, form.cleaned_data["code"]):
                following = come_in(request, self.user)
                return render(
                    request, "contenthub/admin/secondstep/kept.html", {"codes": codes, "following": following}
                )
            if locked := refuse(request, self.user):
                return locked
            form.add_error("code", WRONG)
        return self.page(request, form)

    def page(self, request: HttpRequest, form: CodeForm) -> HttpResponse:
        mine = device.begin(self.user, anew=request.method == "GET")
        context = {"form": form, "picture": device.picture(mine), "key": device.written_key(mine)}
        return render(request, "contenthub/admin/secondstep/enrol.html", context)
