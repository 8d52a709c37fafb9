from django.urls import path

from accounts import views

urlpatterns = [
    path("api/auth/register", views.RegisterView.as_view()),
    path("api/auth/login", views.LoginView.as_view()),
    path("api/auth/logout-everywhere", views.LogoutEverywhereView.as_view()),
    path("api/auth/me", views.MeView.as_view()),
    path("api/auth/password", views.PasswordView.as_view()),
]
