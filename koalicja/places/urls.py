from django.urls import path

from koalicja.places import views

app_name = "places"
urlpatterns = [
    path("", views.search, name="search"),
    path("wybor/", views.choices, name="choices"),
    path("<str:code>/", views.gmina, name="gmina"),
]
