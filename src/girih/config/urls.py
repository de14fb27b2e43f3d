"""Root of all addresses."""

from django.urls import include, path

urlpatterns = [
    path("", include("girih.web.urls")),
    path("", include("girih.registry.urls")),
    path("", include("girih.networks.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]

handler400 = "girih.web.views.bad_request"
handler403 = "girih.web.views.forbidden"
handler404 = "girih.web.views.not_found"
handler500 = "girih.web.views.broken"
