"""What the rows of the access table may say, and whose work a page is; the rights stand in `people/permissions.py`."""

from typing import Final

ROLES: Final = ("anonymous", "stranger", "volunteer", "manager", "far_officer", "officer", "planner", "administrator")
OPEN: Final = "200 200 200 200 200 200 200 200"
SIGNED_IN: Final = "in 200 200 200 200 200 200 200"
SIGNED_IN_WRITES: Final = "in may may may may may may may"
API_SIGNED_IN: Final = "401 200 200 200 200 200 200 200"

# Whose work it is; the rights stand in `people/permissions.py`.
VOLUNTEERS: Final = "in 403 200 403 403 403 403 403"
OFFICERS: Final = "in 403 403 403 200 200 403 200"
# Who handles the certificates of an organisation.
MANAGERS: Final = "in 403 403 200 403 403 403 200"
MANAGERS_WRITE: Final = "in 403 403 may 403 403 403 may"
# Who publishes needs, and who handles one: a manager of its organisation, an officer of its district.
ORGANISERS: Final = "in 403 403 200 200 200 403 200"
HANDLES_ACTIVITY: Final = "in 403 403 200 404 200 403 200"
PLANNERS: Final = "in 403 403 403 403 403 200 200"
COVERAGE: Final = "in 403 403 403 200 200 200 200"
# A report's sender and the officers of its area; nobody else may know that it exists.
SEES_REPORT: Final = "in 404 200 404 404 200 404 200"
# An import is its officer's, and the administrator's.
SEES_IMPORT: Final = "in 403 403 403 404 200 403 200"
IMPORT_WRITES: Final = "in 403 403 403 404 may 403 may"
# A site is edited by the officers of its area.
EDITS_SITE: Final = "in 403 403 403 403 200 403 200"
SITE_WRITES: Final = "in 403 403 403 403 may 403 may"
# No such method, for whoever may come in at all.
WRITES_ONLY: Final = "in 405 405 405 405 405 405 405"
API_WRITES_ONLY: Final = "401 405 405 405 405 405 405 405"
API_VOLUNTEERS_WRITE: Final = "401 403 may 403 403 403 403 403"

# A route is its planners' and its walkers'; nobody else learns of it.
SEES_ROUTE: Final = "in 404 200 404 404 404 200 200"
ROUTE_WRITES: Final = tuple(
    f"planning:{name}" for name in ("route_again", "stop_route", "discard_route", "move_stop", "drop_stop")
)

ORGANISATION_PAGES: Final = ("members", "edit_organisation", "papers", "staff_tasks", "member_lists", "member_list")
# Whoever holds a role writes; who has none reads.
WRITERS: Final = "in 403 200 200 200 200 200 200"
WRITERS_WRITE: Final = "in 403 may may may may may may"
MODERATORS_WRITE: Final = "in 403 403 403 may may 403 may"
# Whoever sees coverage, and managers their organisations.
SEES_BOARD: Final = "in 403 403 200 200 200 200 200"
# Nobody but the two who write to each other learns of their letters.
SEES_LETTER: Final = "in 404 200 404 404 200 404 404"

# Collect gives a key or a password with every request; `tests/patrol/openrosa` tells who gets what.
NO_SESSION: Final = "401 401 401 401 401 401 401 401"
OPENROSA: Final = tuple(
    prefix + name for prefix in ("", "key_") for name in ("form_list", "submission", "form", "manifest", "media")
)
# City hotlines give a key with what they send; reading what is public needs none.
OPEN311: Final = ("discovery", "services", "service", "requests", "request", "token")
# What verifiers of badges ask for.
BADGES: Final = ("keys", "platform_did", "issuer_did", "verify", "status", "achievement")
# Doors whose callers carry their right in the request: no cookie is read, so that no token is asked.
ASK_NO_TOKEN: Final = frozenset(
    {"openrosa:submission", "openrosa:key_submission", "open311:requests", "people:stop_mail", "credentials:messages"}
)

# Addresses of django-allauth and of the API's own description follow their libraries' rules.
LIBRARIES: Final = ("account_", "mfa_", "socialaccount_", "api_schema", "api_docs", "set_language", "weixin")
LIBRARY_PATHS: Final = ("accounts/",)
