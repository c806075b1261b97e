from django.urls import path

from koalicja.ui import views

app_name = "ui"
urlpatterns = [
    path("wzornik/", views.showcase, name="showcase"),
    path("wyglad/", views.set_theme, name="set_theme"),
]
