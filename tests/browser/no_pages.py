"""Addresses that are no pages, with where they are looked at instead."""

from typing import Final

from tests.house.answers import BADGES, OPEN311, OPENROSA

# Parts of pages, files, and addresses that lead elsewhere.
NO_PAGES: Final = frozenset(
    {
        "home",
        "healthz",
        "timebank:paper",
        "timebank:account_csv",
        # looked at in tests/journeys/test_bank.py, where it is made
        "rewards:voucher",
        # the door of partner platforms, which speak JOSE, and documents for verifiers of badges
        "credentials:messages",
        *(f"credentials:{name}" for name in BADGES if name != "verify"),
        # a part of a page, a file, and what only follows a text message: tests/journeys/test_persons.py looks at them
        "people:export_progress",
        "people:export_file",
        "people:phone_code",
        # a part of a page, and a file
        "service:code_now",
        "service:calendar",
        "patrol:photo",
        "patrol:alignment",
        "patrol:visits_ics",
        "patrol:visits_gpx",
        "patrol:calendar",
        "patrol:field_manifest",
        "patrol:field_worker",
        "planning:coverage_csv",
        "indicators:numbers_file",
        "indicators:rows_file",
        "planning:compliance_file",
        "planning:statement_pdf",
        "planning:statement_xlsx",
        # looked at in tests/journeys/test_statement.py, where it is made
        "planning:statement_work",
        "patrol:site_panel",
        "planning:plan_map",
        "planning:plan_fits",
        "planning:compare_map",
        "planning:goals",
        "planning:site_panel",
        "planning:plan_progress",
        "planning:route_progress",
        "planning:route_file",
        "planning:study_progress",
        "sites:export",
        "sites:import_places",
        "sites:import_findings",
        "patrol:sheet",
        "patrol:case_file",
        "patrol:cases_csv",
        "patrol:order_document",
        # looked at in tests/browser/test_notices.py, which has a mail's link
        "people:stop_mail",
        # looked at in tests/browser/test_questions.py, where they are made
        "patrol:campaign_questions",
        "patrol:question_form",
        "patrol:question_workbook",
        # a part of the page, a picture, and what is looked at in tests/journeys/test_feed.py, where its link is made
        "community:site_panel",
        "community:photo",
        "community:shared_year",
        # a part of the page, and what is looked at in tests/journeys/test_damage.py, where its secret is known
        "patrol:report_damage_near",
        "patrol:track_report",
        "patrol:public_photo",
        # the dialect of city hotlines
        *(f"open311:{name}" for name in OPEN311),
        # the dialect of ODK Collect
        *(f"openrosa:{name}" for name in OPENROSA),
        "sites:as_of_places",
        "sites:neighbours",
        "sites:positions",
        "maps:drawing",
        "maps:site_panel",
        "maps:import_panel",
        "maps:tile",
        "maps:dashboard_file",
    }
)
