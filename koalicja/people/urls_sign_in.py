"""Sign-in by e-mailed code: of allauth's pages only those that it takes."""

from allauth.account import views
from django.urls import path

urlpatterns = [
    path("zaloguj/", views.request_login_code, name="account_request_login_code"),
    path("zaloguj/", views.request_login_code, name="account_login"),  # the name allauth looks for
    path("zaloguj/kod/", views.confirm_login_code, name="account_confirm_login_code"),
    path("zaloguj/zamkniete/", views.account_inactive, name="account_inactive"),
    path("wyloguj/", views.logout, name="account_logout"),
]
