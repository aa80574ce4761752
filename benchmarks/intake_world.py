"""Fills a throw-away product for the intake: volunteers with sessions, one site, and a report to send. Prints JSON."""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patrol.settings")


def main() -> int:
    """Make as many volunteers as asked, and say what a client needs."""
    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from people.models import Role
    from tests.factories import make, sent

    site = make.site()
    make.grant(make.user(), Role.OFFICER, "110101")
    sessions = []
    for _ in range(int(sys.argv[1])):
        person = make.volunteer()
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        sessions.append(session.session_key)
    print(json.dumps({"sessions": sessions, "report": sent.payload(site, [])}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
