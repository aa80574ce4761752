"""Applies checked rows in one transaction, and takes a whole import back while nothing was built on it."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core import audit
from core.jobs import later
from people.models import User
from sites.actions.imports.keeping import KEPT_DAYS
from sites.actions.imports.taking import SQL
from sites.actions.surveys import keep_line
from sites.errors import ImportBuiltOn, ImportBusy, ImportStale, ImportTooOld
from sites.logic.words import search_text
from sites.models import ImportBatch, LineVersion, Site, SiteVersion

PART: Final = 20_000
# Rows that are kept for every site, and the history: nobody built these. Of a line's versions that is the one it came with.
KEPT_BY_ITSELF: Final = frozenset({"planning.Duty", "planning.SiteExtent", "sites.SiteVersion", "sites.LineVersion"})


def ask_apply(*, batch: ImportBatch, take: str, by: User, at: datetime) -> None:
    """Have the worker apply the good rows, or all that can be taken."""
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state != ImportBatch.State.CHECKED:
            raise ImportBusy(state=batch.get_state_display())
        batch.state, batch.take, batch.refusal = ImportBatch.State.APPLYING, take, {}
        batch.save(update_fields=["state", "take", "refusal"])
        later("sites.apply_import", batch_id=str(batch.pk))


def apply_import(*, batch: ImportBatch, take: str, by: User | None, at: datetime) -> int:
    """Bring the good rows, or all that can be taken, into the register; return how many sites are new or changed.

    Raises ImportBusy outside of the state "checked", and ImportStale where the register changed since the check.
    """
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state not in ("checked", "applying"):
            raise ImportBusy(state=batch.get_state_display())
        stale = SQL.value("import_stale", {"batch": batch.pk, "checked_at": batch.checked_at})
        if stale:
            raise ImportStale(count=stale)
        asked = {
            "batch": batch.pk,
            "all": take == ImportBatch.Take.ALL,
            "datum": batch.datum,
            "basis": batch.datum_basis,
            "at": at,
            "by": by.pk if by else None,
            "why": _("Import of {file}").format(file=batch.file_name)[:200],
        }
        SQL.run("import_units", asked)
        _read_names_out(asked)
        count = SQL.run("import_new", asked) + SQL.run("import_changed", asked)
        _keep_lines(batch, str(asked["why"]), by, at)
        batch.state, batch.take, batch.applied_at = ImportBatch.State.APPLIED, take, at
        batch.save(update_fields=["state", "take", "applied_at"])
        audit.record("apply_import", batch, by=by, at=at, change={"take": take, "sites": count})
    return count


def undo_import(*, batch: ImportBatch, by: User | None, at: datetime) -> int:
    """Take the whole import back; return how many sites that concerned.

    Changed sites say again what they said before; new ones leave the register, and stay in its history. Raises
    ImportBuiltOn where one of them was edited since, or something refers to a new one, and ImportTooOld.
    """
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state != ImportBatch.State.APPLIED or batch.applied_at is None:
            raise ImportBusy(state=batch.get_state_display())
        if batch.at < at - timedelta(days=KEPT_DAYS):
            raise ImportTooOld(days=KEPT_DAYS)
        built = _built_on(batch, batch.applied_at)
        if built:
            raise ImportBuiltOn(count=built)
        asked = {
            "batch": batch.pk,
            "applied_at": batch.applied_at,
            "at": at,
            "by": by.pk if by else None,
            "why": _("Import of {file} undone").format(file=batch.file_name)[:200],
        }
        count = SQL.run("import_undo_changed", asked)
        _search_again(batch)
        _keep_lines(batch, str(asked["why"]), by, at)
        new = Site.objects.filter(updated_in=batch, is_active=True, created_at=batch.applied_at)
        count += new.update(is_active=False, updated_at=at, updated_by=by, updated_why=asked["why"], updated_in=None)
        batch.state, batch.undone_at = ImportBatch.State.UNDONE, at
        batch.save(update_fields=["state", "undone_at"])
        audit.record("undo_import", batch, by=by, at=at, change={"sites": count})
    return count


def _built_on(batch: ImportBatch, applied_at: datetime) -> int:
    """Count sites edited after the import, and new ones that something refers to."""
    edited = SiteVersion.objects.filter(valid_to__gt=applied_at, state__updated_in_id=str(batch.pk)).values("site_id")
    used = Q(pk__in=[])
    for relation in Site._meta.related_objects:
        if relation.related_model._meta.label not in KEPT_BY_ITSELF:
            used |= Q(pk__in=relation.related_model._default_manager.values(relation.field.attname))
    used |= Q(pk__in=LineVersion.objects.filter(at__gt=applied_at).values("site_id"))
    new = Site.objects.filter(updated_in=batch, created_at=applied_at).filter(used)
    return Site.objects.filter(Q(pk__in=edited) | Q(pk__in=new.values("pk"))).count()


def _read_names_out(asked: dict[str, Any]) -> None:
    """Make the searched texts of the rows to be applied; memory stays flat, for rows come and go by parts."""
    with connection.cursor() as names, connection.connection.cursor() as writing:
        names.execute(SQL.text("import_searched"))
        names.execute("TRUNCATE searched")
        names.execute(f"DECLARE named NO SCROLL CURSOR FOR {SQL.text('import_named')}", asked)
        while True:
            names.execute(f"FETCH {PART} FROM named")
            rows = names.fetchall()
            if not rows:
                break
            with writing.copy("COPY searched (number, text) FROM STDIN") as copy:
                for number, code, name_zh, name_en in rows:
                    copy.write_row((number, search_text(code, name_zh, name_en)))
        names.execute("CLOSE named")


def _keep_lines(batch: ImportBatch, source: str, by: User | None, at: datetime) -> None:
    """Give each line that came with the import, or was another before it, its next version; sections go over by measure."""
    for key in SQL.rows("import_lines", {"batch": batch.pk}):
        keep_line(site=Site.objects.get(pk=key["site_id"]), source=source, by=by, at=at)


def _search_again(batch: ImportBatch) -> None:
    """Make the searched texts of the sites the import had given another name."""
    rows = batch.staged.filter(outcome="changed").exclude(name_zh=None, name_en=None)
    sites = Site.objects.filter(pk__in=rows.values("site_id")).values_list("pk", "code", "name_zh", "name_en")
    texts = [(search_text(code, zh, en), pk) for pk, code, zh, en in sites]
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE sites_site SET search_text = %s WHERE id = %s", texts)
