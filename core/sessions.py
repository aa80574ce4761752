"""Sessions in the database, as Django keeps them; read by a prepared statement, for every request begins with it."""

from typing import Final

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from core.sql import prepared_cursor

RUNNING: Final = """
SELECT session_key, session_data, expire_date FROM django_session
WHERE session_key = $1::text AND expire_date > $2::timestamptz
"""


class SessionStore(db.SessionStore):
    """Django's store of sessions with a shorter way to read one."""

    def _get_session_from_db(self) -> Session | None:
        with prepared_cursor() as cursor:
            cursor.execute(RUNNING, [self.session_key, timezone.now()])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return None
        return Session(*row)
