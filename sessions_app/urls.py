from django.urls import path

from sessions_app import views

urlpatterns = [
    path("api/sessions", views.SessionListView.as_view()),
    path("api/sessions/<str:session_id>", views.SessionDetailView.as_view()),
    path("api/sessions/<str:session_id>/reimport", views.ReimportView.as_view()),
]
