"""Addresses. No trailing slashes under /api."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from config import web_app
from config.content_security import with_inline_styles
from config.health import HealthView
from config.not_found import NotFoundView

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("files.urls")),
    path("", include("sessions_app.urls")),
    path("", include("analysis.urls")),
    path("", include("chat.urls")),
    path("api/health", HealthView.as_view()),
    path("api/schema", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs", with_inline_styles(SpectacularSwaggerSplitView.as_view(url_name="schema"))),
    path("api/<path:rest>", NotFoundView.as_view()),
    path("admin/", admin.site.urls),
    path("", web_app.page),
    path("sessions/<str:session_id>", web_app.page),
]

handler400 = "config.api_errors.bad_request"
handler404 = "config.api_errors.not_found"
handler500 = "config.api_errors.server_error"
