from datetime import date
from uuid import UUID

import pytest
from django.db import transaction

from core import audit
from core.errors import NotAllowed
from core.models import AuditEntry
from people.models import User
from sites.models import Site
from tests.factories import make


def test_record_keeps_who_what_when_and_on_what(officer: User, site: Site) -> None:
    audit.record("set_condition", site, by=officer, at=make.NOW, change={"condition": ["good", "fair"]})
    entry = AuditEntry.objects.get()
    assert (entry.by_id, entry.verb, entry.at) == (officer.pk, "set_condition", make.NOW)
    assert (entry.target, entry.target_id) == ("sites.Site", str(site.pk))
    assert entry.change == {"condition": ["good", "fair"]}
    assert str(entry) == f"set_condition sites.Site {site.pk}"


def test_record_by_the_system_names_nobody(site: Site) -> None:
    audit.record("import", site, by=None, at=make.NOW)
    assert AuditEntry.objects.values("by", "change").get() == {"by": None, "change": {}}


def test_record_writes_days_and_ids_as_text(site: Site) -> None:
    key = UUID(int=7)
    audit.record("import", site, by=None, at=make.NOW, change={"on": date(2026, 6, 1), "key": key})
    assert AuditEntry.objects.get().change == {"on": "2026-06-01", "key": str(key)}


def test_record_goes_with_a_write_that_is_taken_back(site: Site) -> None:
    with pytest.raises(NotAllowed), transaction.atomic():
        audit.record("import", site, by=None, at=make.NOW)
        raise NotAllowed
    assert AuditEntry.objects.count() == 0
