from django.urls import path

from files.views import UploadView

urlpatterns = [path("api/upload", UploadView.as_view())]
