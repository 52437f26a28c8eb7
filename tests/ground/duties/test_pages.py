"""The pages: what each person sees of a task in each state, and that nobody else learns that it exists."""

from __future__ import annotations

from django.urls import reverse

from tests.cast import Cast
from tests.conftest import acting, client_of
from tests.ground.duties.situations import answered, issued
from weian.ground.duties.models import Obligation


def test_every_page_of_duties_opens_for_the_safety_desk(cast: Cast) -> None:
    document = issued(cast)
    task = answered(cast, document)
    obligation = Obligation.objects.get(document=document)
    one = [obligation.pk, cast.hospital.pk]
    with acting(cast.officer):
        record = task.answers.get().record_id
    pages = [
        reverse("tasks"), reverse("task", args=one), reverse("task-record", args=one), reverse("routing"),
        reverse("record", args=[record]),
    ]  # fmt: skip
    client = client_of(cast.officer)
    for page in pages:
        assert client.get(page).status_code == 200, page
    for view in ("mine", "unit", "review", "late", "done"):
        assert client.get(reverse("tasks") + f"?view={view}").status_code == 200
