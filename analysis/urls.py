from django.urls import path

from analysis.views import ExecutionListView, ExecutionView

urlpatterns = [
    path("api/sessions/<str:session_id>/executions", ExecutionListView.as_view()),
    path("api/sessions/<str:session_id>/executions/<uuid:execution_id>", ExecutionView.as_view()),
]
