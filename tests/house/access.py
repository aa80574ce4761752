"""The access table: every address of the product × every role, with the answer expected.

A row names the answers to GET for: anonymous, stranger (signed in, no role), volunteer, manager, officer of another district,
officer of the district, planner, administrator. `in` means: asked to sign in. A `-` means the address takes no GET.
"""

from typing import Final

ROLES: Final = ("anonymous", "stranger", "volunteer", "manager", "far_officer", "officer", "planner", "administrator")
OPEN: Final = "200 200 200 200 200 200 200 200"
SIGNED_IN: Final = "in 200 200 200 200 200 200 200"

# Addresses of django-allauth and of the API's own description follow their libraries' rules.
LIBRARIES: Final = ("account_", "mfa_", "socialaccount_", "api_schema", "api_docs", "set_language", "weixin")

TABLE: Final[dict[str, str]] = {}
