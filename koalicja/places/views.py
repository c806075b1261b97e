"""Pages about gminas: public facts, open to everyone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from koalicja.places import access, pages, queries
from koalicja.places.forms import FieldNameForm, GminaWidget, SearchForm, choices_context


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """All gminas by name, place or code; a GET form that the list follows while typing."""
    form = SearchForm(request.GET) if request.GET.get("q", "").strip() else SearchForm()
    text = form.cleaned_data["q"] if form.is_valid() else ""
    found = queries.find_gminas(text, limit=pages.SHOWN + 1) if text else []
    return render(request, "places/search.html", {"form": form, **pages.search(text, found)})


@require_safe
def choices(request: HttpRequest) -> HttpResponse:
    """The piece of `GminaChoiceField` that follows the typing."""
    form = FieldNameForm(request.GET)
    if not form.is_valid():
        raise Http404
    name = form.cleaned_data["field"]
    answer = GminaWidget().value_from_datadict(request.GET, {}, name)
    return render(request, "places/widgets/choices.html", choices_context(name, answer))


@require_safe
def gmina(request: HttpRequest, code: str) -> HttpResponse:
    """What we know about one gmina, and from where."""
    found = access.gmina_for(code)
    return render(request, "places/gmina.html", {"gmina": found, **pages.gmina(found)})
