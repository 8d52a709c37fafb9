from django.urls import path

from chat.views import AskView, ExportView

urlpatterns = [
    path("api/sessions/<str:session_id>/ask", AskView.as_view()),
    path("api/sessions/<str:session_id>/export", ExportView.as_view()),
]
