"""Two people press at once on two processes: one facilitator, one booking. On SQLite and on PostgreSQL."""

from pathlib import Path
from time import sleep
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client

from convergence.activities.models import Activity
from convergence.education.trainings import commands
from convergence.education.trainings.models import DateOption, FollowUp
from convergence.education.trainings.queries.sessions import request_url_of
from tests.education.racing import at_once
from tests.education.trainings import other_process

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_processes_that_press_at_once_book_somebody_once(
    cast: Any, asked: Any, facilitator: Any, at: Any, database_url: str, tmp_path: Path
) -> None:
    ines = facilitator()
    requests = []
    for number, union in enumerate((cast.amiante, cast.zibeline)):
        request = asked(f"{number}" * 16)
        requests.append(commands.link_union(request_id=request.pk, organisation_id=union.pk, actor=None, at=at))
    others = [
        other_process.start(tmp_path, f"p{number}", request.pk, ines.pk, database_url)
        for number, request in enumerate(requests)
    ]
    for _turn in range(1200):
        if all((tmp_path / f"p{number}").exists() for number in range(2)):
            break
        sleep(0.05)
    (tmp_path / "go").write_text("go")
    said = [other.communicate(timeout=60) for other in others]
    assert sorted(out.strip() for out, _errors in said) == ["agreed", "facilitator_booked"], said
    assert DateOption.objects.filter(state="CHOSEN").count() == 1
    assert Activity.objects.count() == FollowUp.objects.count() == 1


def test_date_of_the_link_chosen_by_six_at_once_is_agreed_once_and_nobody_is_told_of_an_error(
    cast: Any, asked: Any, facilitator: Any, proposal: Any, at: Any
) -> None:
    request = asked()
    commands.link_union(request_id=request.pk, organisation_id=cast.amiante.pk, actor=None, at=at)
    commands.propose_dates(request_id=request.pk, proposals=[proposal(facilitator())], actor=None, at=at)
    address = urlsplit(request_url_of(request.links.get().nonce)).path
    given = {"option": request.options.get().pk}
    with time_machine.travel(at):
        said = at_once([lambda: Client().post(address, given)] * 6, browsers=6)
    assert [(answer.status_code, answer["Location"]) for answer in said] == [(302, address)] * 6
    assert Activity.objects.count() == FollowUp.objects.count() == 1
