"""The demo's direct sign-in links; included in demo mode only."""

from django.urls import path

from koalicja.people.views import demo

app_name = "demo"
urlpatterns = [path("<str:token>/", demo.sign_in, name="sign_in")]
