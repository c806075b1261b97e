"""Addresses of files that are loaded into a register, or into all registers of an edition."""

from django.urls import URLPattern, path, re_path

from koalicja.people.views import batch_rows, batches

urlpatterns: list[URLPattern] = [
    re_path(r"^(?P<code>[0-9]{6})/wczytaj/$", batches.load, name="load"),
    re_path(r"^(?P<code>[0-9]{6})/pliki/$", batches.batches, name="batches"),
    path("rundy/<int:edition>/wczytaj/", batches.load_edition, name="load_edition"),
    path("rundy/<int:edition>/pliki/", batches.edition_batches, name="edition_batches"),
    path("pliki/<int:pk>/", batches.batch, name="batch"),
    path("pliki/<int:pk>/przyjmij/", batches.accept_batch, name="accept_batch"),
    path("pliki/<int:pk>/cofnij/", batches.undo_batch, name="undo_batch"),
    path("pliki/<int:pk>/cofnij-nietkniete/", batches.undo_batch_untouched, name="undo_batch_untouched"),
    path("pliki/<int:pk>/odrzuc/", batches.discard_batch, name="discard_batch"),
    path("pliki/<int:pk>/jeszcze-raz/", batches.read_batch_again, name="read_batch_again"),
    path("pliki/<int:pk>/kolumny/", batches.batch_columns, name="batch_columns"),
    path("pliki/<int:pk>/arkusz/", batches.batch_sheet, name="batch_sheet"),
    path("pliki/<int:pk>/gmina/", batches.batch_gmina, name="batch_gmina"),
    path("pliki/<int:pk>/miejscowosci/", batches.confirm_places, name="confirm_places"),
    path("pliki/<int:pk>/decyzje/", batch_rows.decide_rows, name="decide_rows"),
    path("pliki/<int:pk>/decyzje/cofnij/", batch_rows.take_back_batch_step, name="take_back_batch_step"),
    path("pliki/<int:pk>/decyzje/od-nowa/", batch_rows.decide_batch_anew, name="decide_batch_anew"),
    path("pliki/<int:pk>/bez-decyzji/", batches.take_up_batch, name="take_up_batch"),
    path("pliki/<int:pk>/wiersze/<int:number>/", batch_rows.batch_row, name="batch_row"),
    path("pliki/<int:pk>/wiersze/<int:number>/gmina/", batch_rows.row_gmina, name="row_gmina"),
    path("pliki/<int:pk>/bledy.csv", batch_rows.batch_errors, name="batch_errors"),
]
