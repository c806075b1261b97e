"""The paper a person gets over the counter when she asks what is held about her."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from koalicja.coalitions import access
from koalicja.coalitions.queries.record import record_of
from koalicja.coalitions.views.record_words import record_data
from koalicja.paper.documents import pdf


@login_required
@require_GET
@never_cache
def print_record(request: HttpRequest, pk: int, candidacy: int) -> HttpResponse:
    found = access.candidacy_for(request.user, pk, candidacy)
    mine = set(access.coalitions_of(request.user).values_list("pk", flat=True))
    data = record_data(record_of(found, mine), found, timezone.localdate())
    response = HttpResponse(pdf("coalitions/record.typ", data), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="zapis-{found.pk}.pdf"'
    return response
