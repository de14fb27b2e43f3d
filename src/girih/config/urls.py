"""Root of all addresses."""

from allauth.account import views as account
from django.urls import include, path

urlpatterns = [
    path("", include("girih.web.urls")),
    path("", include("girih.registry.urls")),
    path("", include("girih.networks.urls")),
    # Only these of the account pages: people are invited, and their address is what they were invited by.
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("i18n/", include("django.conf.urls.i18n")),
]

handler400 = "girih.web.views.bad_request"
handler403 = "girih.web.views.forbidden"
handler404 = "girih.web.views.not_found"
handler500 = "girih.web.views.broken"
