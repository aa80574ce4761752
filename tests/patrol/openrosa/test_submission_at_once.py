"""Many at once, against a committed database: Collect repeats a request while the first is still being written."""

from collections import Counter

import pytest

from patrol.models import CollectFile, CollectInstance, Photo, Report
from tests.factories import collect, make
from tests.patrol.actions.test_reports_at_once import at_once, patient_pool

__all__ = ["patient_pool"]
ID, FILES = collect.form()
pytestmark = pytest.mark.usefixtures("committed_db", "patient_pool")


def test_the_same_form_twenty_times_at_once_is_one_report() -> None:
    person, site = make.volunteer(), make.site()
    url, document = collect.key(person) + "submission", collect.xml(site, ID, collect.names(FILES))
    answers = at_once(20, lambda _number: collect.post(url, document, FILES).status_code)
    assert Counter(answers) == {201: 20}
    assert (CollectInstance.objects.count(), CollectFile.objects.count()) == (1, 2)
    assert (Report.objects.count(), Photo.objects.count()) == (1, 2)
    assert CollectInstance.objects.get().report == Report.objects.get()


def test_files_coming_at_once_in_requests_of_their_own_make_one_report() -> None:
    person, site = make.volunteer(), make.site()
    url, document = collect.key(person) + "submission", collect.xml(site, ID, collect.names(FILES))
    parts = [{}, *({name: content} for name, content in FILES.items())] * 4
    answers = at_once(len(parts), lambda number: collect.post(url, document, parts[number]).status_code)
    assert set(answers) <= {201, 202}
    assert (CollectInstance.objects.count(), CollectFile.objects.count(), Report.objects.count()) == (1, 2, 1)


def test_other_answers_under_one_instance_id_at_once_keep_the_first() -> None:
    person, site = make.volunteer(), make.site()
    url = collect.key(person) + "submission"
    documents = [collect.xml(site, ID, collect.names(FILES), note=str(number)) for number in range(8)]
    answers = at_once(8, lambda number: collect.post(url, documents[number], FILES).status_code)
    assert Counter(answers) == {201: 1, 409: 7}
    assert (CollectInstance.objects.count(), Report.objects.count()) == (1, 1)
