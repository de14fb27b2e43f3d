"""One click signs in as a person of the demonstration."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from girih.kernel.accounts.models import User

ROLES = ("officer", "focal-point", "viewer")


@require_POST
def enter(request: HttpRequest, role: str) -> HttpResponse:
    """Sign in as the sample person of `role`; a role that is not on the list does not exist."""
    name = role if role in ROLES else ""
    person = get_object_or_404(User, email=f"{name}@demo.girih.invalid", is_sample=True)
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("home")
