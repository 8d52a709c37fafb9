from django.urls import path

from analysis.charts.views import ChartSuggestionsView
from analysis.plans.views import PlanValidateView
from analysis.profiles.views import ProfileView
from analysis.views import ExecutionListView, ExecutionView

urlpatterns = [
    path("api/sessions/<str:session_id>/plans/validate", PlanValidateView.as_view()),
    path("api/sessions/<str:session_id>/profile", ProfileView.as_view()),
    path("api/sessions/<str:session_id>/chart-suggestions", ChartSuggestionsView.as_view()),
    path("api/sessions/<str:session_id>/executions", ExecutionListView.as_view()),
    path("api/sessions/<str:session_id>/executions/<uuid:execution_id>", ExecutionView.as_view()),
]
