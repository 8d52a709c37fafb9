from django.urls import path

from files.views import StatusView, UploadView

urlpatterns = [
    path("api/upload", UploadView.as_view()),
    path("api/status/<str:job_id>", StatusView.as_view()),
]
