"""The access table: every address of the product × every role, with the answer expected.

A row names the answers for: anonymous, stranger (signed in, no role), volunteer (sender of the report, holder of the
visit), manager (of the volunteer's organisation), officer of another district, officer of the district, planner of the
city, administrator. Besides the statuses of HTTP:

`in`    asked to sign in          `go`    sent to another page          `may`   let in; the answer depends on what was sent
"""

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

TABLE: Final[dict[str, str]] = {
    "home": "go go go go go go go go",
    "healthz": OPEN,
    "problem": OPEN,
    "styleguide": OPEN,
    # people
    "people:notices": SIGNED_IN,
    "people:read_notices": WRITES_ONLY,
    "people:profile": SIGNED_IN,
    "people:preferences": SIGNED_IN,
    "people:keep_device": WRITES_ONLY,
    "people:forget_device": WRITES_ONLY,
    # The signed link is the right; what it stops was somebody's own mail.
    "people:stop_mail": OPEN,
    "people:deliveries": "in 403 403 403 403 403 403 200",
    "people:retry_deliveries": WRITES_ONLY,
    "people:volunteers": "in 403 403 200 403 403 200 200",
    "people:safety": "in 403 403 200 403 403 403 200",
    # whoever has a profile as a volunteer
    "people:volunteer_profile": VOLUNTEERS,
    "people:new_exception": WRITES_ONLY,
    "people:end_exception": WRITES_ONLY,
    "people:consents": SIGNED_IN,
    "people:change_consent": WRITES_ONLY,
    "people:identity": SIGNED_IN,
    "people:withdraw_identity": WRITES_ONLY,
    "people:identities": MANAGERS,
    "people:answer_identity": WRITES_ONLY,
    "people:data": SIGNED_IN,
    "people:export": WRITES_ONLY,
    "people:export_progress": SIGNED_IN,
    # The link is its person's only.
    "people:export_file": "in 404 200 404 404 404 404 404",
    "people:erasure": WRITES_ONLY,
    "people:stay": WRITES_ONLY,
    "people:phone": OPEN,
    "people:phone_code": "405 405 405 405 405 405 405 405",
    "people:organisations": OPEN,
    "people:organisation": OPEN,
    "people:join": WRITES_ONLY,
    "people:move_membership": WRITES_ONLY,
    "people:sign": WRITES_ONLY,
    "people:new_organisation": SIGNED_IN,
    "people:organisation_reviews": "in 403 403 403 403 403 403 200",
    "people:review_organisation": WRITES_ONLY,
    **{f"people:{name}": MANAGERS for name in ORGANISATION_PAGES},
    **{f"people:{name}": WRITES_ONLY for name in ("invite", "appoint", "task")},
    # sites
    "sites:list": OPEN,
    "sites:page": OPEN,
    "sites:export": OPEN,
    "sites:imports": OFFICERS,
    "sites:import": SEES_IMPORT,
    "sites:import_columns": SEES_IMPORT,
    "sites:import_check": WRITES_ONLY,
    "sites:import_apply": WRITES_ONLY,
    "sites:import_cancel": WRITES_ONLY,
    "sites:import_undo": WRITES_ONLY,
    "sites:import_places": SEES_IMPORT,
    "sites:import_findings": SEES_IMPORT,
    "patrol:sheet": OPEN,
    # timebank: everybody's own
    "timebank:statement": SIGNED_IN,
    "timebank:certificates": SIGNED_IN,
    "timebank:published": SIGNED_IN,
    "timebank:handled": MANAGERS,
    "timebank:paper": "in 404 200 200 404 404 404 200",
    "timebank:withdraw": WRITES_ONLY,
    "timebank:object": WRITES_ONLY,
    "timebank:end": WRITES_ONLY,
    "timebank:answer": WRITES_ONLY,
    "timebank:issuer": MANAGERS,
    "timebank:account": SIGNED_IN,
    "timebank:account_csv": SIGNED_IN,
    "timebank:giving": SIGNED_IN,
    "timebank:donate": WRITES_ONLY,
    "timebank:answer_gift": WRITES_ONLY,
    "timebank:withdraw_gift": WRITES_ONLY,
    "timebank:ledger": OFFICERS,
    # rewards: the shelf is open; vouchers are their owner's, the counter its keeper's, the desk the officers'
    "rewards:catalogue": OPEN,
    "rewards:item": OPEN,
    "rewards:redeem": WRITES_ONLY,
    "rewards:mine": SIGNED_IN,
    "rewards:voucher": "in 404 200 404 404 404 404 404",
    "rewards:cancel": WRITES_ONLY,
    "rewards:counter": "in 403 403 200 403 403 403 403",
    "rewards:hand_out": "in 403 403 200 403 403 403 403",
    "rewards:sponsor": "in 404 404 404 200 200 404 200",
    "rewards:handled": OFFICERS,
    "rewards:sponsor_new": OFFICERS,
    "rewards:item_new": OFFICERS,
    "rewards:item_edit": OFFICERS,
    "rewards:close": WRITES_ONLY,
    "rewards:propose": OFFICERS,
    "rewards:decide": WRITES_ONLY,
    "rewards:keepers": OFFICERS,
    "rewards:end_keeper": WRITES_ONLY,
    # whoever holds the paper
    "timebank:certificate_badge": WRITES_ONLY,
    "timebank:stars_badge": WRITES_ONLY,
    # hours to and from other platforms: one's own, who decides, and who keeps the register
    "timebank:transfers": SIGNED_IN,
    "timebank:receiving_code": WRITES_ONLY,
    "timebank:withdraw_transfer": WRITES_ONLY,
    "timebank:exchange": OFFICERS,
    "timebank:decide_transfer": WRITES_ONLY,
    "timebank:abort_transfer": WRITES_ONLY,
    "timebank:partners": OFFICERS,
    "timebank:partner_key": OFFICERS,
    "timebank:stop_partner": WRITES_ONLY,
    "timebank:admit_key": WRITES_ONLY,
    "timebank:withdraw_key": WRITES_ONLY,
    # files of everybody's service
    "timebank:exchange_files": "in 403 403 403 403 403 403 200",
    "timebank:give_exchange_file": WRITES_ONLY,
    "timebank:exchange_file": "in 403 403 403 403 403 403 200",
    # whoever holds the paper, or a badge
    "timebank:verify": OPEN,
    **{f"credentials:{name}": OPEN for name in BADGES},
    # Partner platforms sign what they say; no session opens this door.
    "credentials:messages": "405 405 405 405 405 405 405 405",
    # service: everybody reads, volunteers take part, organisers organise (managers theirs, officers their district's)
    "service:list": OPEN,
    "service:activity": OPEN,
    "service:for_me": VOLUNTEERS,
    "service:mine": VOLUNTEERS,
    "service:calendar_key": VOLUNTEERS,
    "service:make_calendar_key": WRITES_ONLY,
    "service:revoke_calendar_key": WRITES_ONLY,
    # Whoever holds the secret reads; it tells no place.
    "service:calendar": OPEN,
    "service:answer_offer": WRITES_ONLY,
    "service:cancel": WRITES_ONLY,
    "service:check": WRITES_ONLY,
    "service:evaluate_activity": VOLUNTEERS,
    "service:apply": WRITES_ONLY,
    "service:check_in": VOLUNTEERS,
    "service:desk": ORGANISERS,
    "service:new": ORGANISERS,
    "service:numbers": ORGANISERS,
    "service:board": HANDLES_ACTIVITY,
    "service:edit": HANDLES_ACTIVITY,
    "service:act": WRITES_ONLY,
    "service:new_shift": WRITES_ONLY,
    "service:follow_up": WRITES_ONLY,
    "service:change_shift": WRITES_ONLY,
    "service:code": HANDLES_ACTIVITY,
    "service:code_now": HANDLES_ACTIVITY,
    "service:matching": HANDLES_ACTIVITY,
    "service:offer": WRITES_ONLY,
    "service:application_act": WRITES_ONLY,
    "service:evaluate_person": HANDLES_ACTIVITY,
    "api_activities": OPEN,
    "api_activity": OPEN,
    "api_applications": API_SIGNED_IN,
    "api_apply": API_WRITES_ONLY,
    "api_application_cancel": API_WRITES_ONLY,
    "api_application_check": API_WRITES_ONLY,
    # patrol, in the field
    "patrol:field_app": OPEN,
    "patrol:field_manifest": OPEN,
    "patrol:field_worker": OPEN,
    "patrol:near": VOLUNTEERS,
    "patrol:mine": VOLUNTEERS,
    "patrol:field_site": VOLUNTEERS,
    "patrol:visits_ics": VOLUNTEERS,
    "patrol:visits_gpx": VOLUNTEERS,
    "patrol:calendar_key": VOLUNTEERS,
    "patrol:make_calendar_key": WRITES_ONLY,
    "patrol:revoke_calendar_key": WRITES_ONLY,
    # Whoever holds the secret reads; it tells no place.
    "patrol:calendar": OPEN,
    "patrol:take": WRITES_ONLY,
    "patrol:give_back": WRITES_ONLY,
    "patrol:report_form": VOLUNTEERS,
    "patrol:receipt": SEES_REPORT,
    "patrol:photo": SEES_REPORT,
    # questions of campaigns: of the district, whose planner sits in the city
    "patrol:questions": "in 403 403 403 200 200 200 200",
    "patrol:campaign_questions": "in 403 403 403 403 200 200 200",
    "patrol:question_form": "in 403 403 403 403 200 200 200",
    "patrol:question_workbook": "in 403 403 403 403 200 200 200",
    "patrol:ask_questions": WRITES_ONLY,
    "patrol:stop_questions": WRITES_ONLY,
    "api_questions": API_SIGNED_IN,
    # ODK Collect: one's own keys; what an officer looks at; and the doors of the dialect, which no session opens
    "patrol:collect": VOLUNTEERS,
    "patrol:collect_take_back": WRITES_ONLY,
    "patrol:collect_kept": OFFICERS,
    **{f"openrosa:{name}": NO_SESSION for name in OPENROSA},
    # patrol, at the desk; the sender knows the report, but does not decide about it
    "patrol:desk": OFFICERS,
    "patrol:inbox": OFFICERS,
    "patrol:report": "in 404 403 404 404 200 404 200",
    "patrol:routine": OFFICERS,
    "patrol:second_look": WRITES_ONLY,
    "patrol:answer_appeal": WRITES_ONLY,
    "patrol:alignment": "in 403 403 403 404 200 403 200",
    "patrol:reasons": OFFICERS,
    "patrol:end_reason": WRITES_ONLY,
    # Whose report it is.
    "patrol:appeal": "in 404 200 404 404 404 404 404",
    # Managers watch over their organisation's people, officers over their areas.
    "patrol:outings": "in 403 403 200 200 200 403 200",
    "patrol:close_outing": WRITES_ONLY,
    "patrol:queue_files": OFFICERS,
    "patrol:cases": OFFICERS,
    "patrol:calibration": OFFICERS,
    "patrol:case": "in 403 403 403 404 200 403 200",
    "patrol:cases_csv": OFFICERS,
    "patrol:case_file": "in 403 403 403 404 200 403 200",
    "patrol:order_document": "in 403 403 403 404 200 403 200",
    "patrol:case_act": WRITES_ONLY,
    # what became of it: of those who reported it
    "patrol:my_cases": VOLUNTEERS,
    "patrol:my_case": "in 403 200 403 403 403 403 403",
    # citizens without an account; whoever holds the secret follows
    "patrol:report_damage": OPEN,
    "patrol:report_damage_near": OPEN,
    "patrol:track_report": OPEN,
    "patrol:public_reports": OFFICERS,
    "patrol:public_report": "in 403 403 403 404 200 403 200",
    "patrol:take_public_report": WRITES_ONLY,
    "patrol:public_photo": "in 404 404 404 404 200 404 200",
    "patrol:hotlines": OFFICERS,
    "patrol:revoke_hotline": WRITES_ONLY,
    "patrol:webhooks": OFFICERS,
    "patrol:webhook": "in 403 403 403 404 200 403 200",
    "patrol:webhook_again": WRITES_ONLY,
    **{f"open311:{name}": OPEN for name in OPEN311},
    # photos over the years: the page is there for all who are signed in, each with the photos they may look at
    "patrol:photo_timeline": SIGNED_IN,
    "patrol:site_panel": OPEN,
    "patrol:photo_changes": OFFICERS,
    # the community: news for everybody, the rest for those signed in
    "community:feed": SIGNED_IN,
    "community:following": SIGNED_IN,
    "community:follow": WRITES_ONLY,
    "community:site_posts": SIGNED_IN,
    "community:site_panel": OPEN,
    "community:new_post": WRITERS,
    "community:post": SIGNED_IN,
    "community:thank": WRITES_ONLY,
    "community:withdraw_post": WRITES_ONLY,
    "community:withdraw_comment": WRITES_ONLY,
    "community:photo": "404 200 200 200 200 200 200 200",
    "community:news": OPEN,
    "community:new_news": "in 403 403 200 403 403 403 200",
    "community:organisation": OPEN,
    "community:letters": SIGNED_IN,
    "community:ask_to_write": "in 403 200 200 200 200 404 200",
    "community:letter": SEES_LETTER,
    "community:answer_letter": WRITES_ONLY,
    "community:report_abuse": SIGNED_IN,
    "community:my_words": SIGNED_IN,
    "community:appeal": "in 404 200 404 404 404 404 404",
    "community:moderation": OFFICERS,
    "community:rule": WRITES_ONLY,
    "community:answer_hiding_appeal": WRITES_ONLY,
    "community:words": OFFICERS,
    "community:end_word": WRITES_ONLY,
    "community:alerts": OFFICERS,
    "community:alert_rows": OFFICERS,
    "community:adoptions": VOLUNTEERS,
    "community:adopt": VOLUNTEERS,
    "community:end_adoption": WRITES_ONLY,
    "community:season": OPEN,
    "community:year": SIGNED_IN,
    "community:share_year": WRITES_ONLY,
    "community:stop_sharing_year": WRITES_ONLY,
    # whoever holds the link
    "community:shared_year": OPEN,
    # planning
    "planning:home": PLANNERS,
    "planning:coverage": COVERAGE,
    "planning:coverage_csv": COVERAGE,
    "planning:extents": COVERAGE,
    "planning:forecast": COVERAGE,
    "planning:reach": COVERAGE,
    "planning:extent": "in 403 403 403 404 200 200 200",
    "planning:duty": "in 403 403 403 404 200 200 200",
    "planning:suspend": WRITES_ONLY,
    "planning:lift": WRITES_ONLY,
    "planning:site_panel": OPEN,
    "planning:compliance": COVERAGE,
    "planning:compliance_rows": COVERAGE,
    "planning:compliance_file": COVERAGE,
    "planning:statements": COVERAGE,
    # A statement is for whoever sees the coverage of its area.
    "planning:statement_work": "in 403 403 403 404 200 200 200",
    "planning:cancel_statement": WRITES_ONLY,
    "planning:statement": "in 403 403 403 404 200 200 200",
    "planning:statement_pdf": "in 403 403 403 404 200 200 200",
    "planning:statement_xlsx": "in 403 403 403 404 200 200 200",
    # whoever holds the paper
    "verify:statement": OPEN,
    "planning:plans": PLANNERS,
    "planning:new_plan": PLANNERS,
    "planning:plan": PLANNERS,
    "planning:plan_table": PLANNERS,
    "planning:plan_map": PLANNERS,
    "planning:plan_fits": PLANNERS,
    "planning:goals": PLANNERS,
    "planning:compare_choose": PLANNERS,
    "planning:compare": PLANNERS,
    "planning:compare_map": PLANNERS,
    "planning:replan": PLANNERS,
    "planning:new_wide": PLANNERS,
    "planning:wide": PLANNERS,
    "planning:publish_wide": WRITES_ONLY,
    "planning:campaigns": PLANNERS,
    "planning:campaign": PLANNERS,
    "planning:offers": VOLUNTEERS,
    "planning:claim": WRITES_ONLY,
    "planning:change_for_visit": WRITES_ONLY,
    "patrol:accept": WRITES_ONLY,
    "patrol:decline": WRITES_ONLY,
    "planning:plan_progress": PLANNERS,
    "planning:solve_plan": WRITES_ONLY,
    "planning:stop_plan": WRITES_ONLY,
    "planning:discard_plan": WRITES_ONLY,
    "planning:publish_plan": WRITES_ONLY,
    "planning:visit": PLANNERS,
    "planning:lock_visit": WRITES_ONLY,
    "planning:remove_visit": WRITES_ONLY,
    # maps: public, each viewer with the places they may know
    "maps:welcome": OPEN,
    "maps:status": OPEN,
    "maps:import_panel": OFFICERS,
    "maps:drawing": OPEN,
    "maps:site_panel": OPEN,
    "maps:tile": OPEN,
    "maps:dashboard": OPEN,
    "maps:dashboard_file": OPEN,
    # the API
    "api_sites": OPEN,
    "sites:units": OPEN,
    "sites:unit": OPEN,
    "sites:unit_merge": WRITES_ONLY,
    "sites:line": EDITS_SITE,
    "sites:line_survey": EDITS_SITE,
    "sites:line_cut": WRITES_ONLY,
    "sites:section_name": WRITES_ONLY,
    "sites:zones": OPEN,
    "sites:site_zones": EDITS_SITE,
    "sites:zone_new": EDITS_SITE,
    "sites:zone_replace": EDITS_SITE,
    "sites:zone_withdraw": WRITES_ONLY,
    "api_zones": OPEN,
    "sites:new": OFFICERS,
    "sites:bulk": OFFICERS,
    "sites:as_of": OPEN,
    "sites:as_of_places": OPEN,
    "sites:neighbours": OFFICERS,
    "sites:positions": OPEN,
    "sites:service_points": OPEN,
    "sites:service_point_new": OFFICERS,
    "sites:service_point": EDITS_SITE,
    "sites:edit": EDITS_SITE,
    "sites:retire": WRITES_ONLY,
    "sites:bring_back": WRITES_ONLY,
    "sites:history": "in 403 403 403 403 200 200 200",
    "sites:points": EDITS_SITE,
    "sites:photo_point_new": EDITS_SITE,
    "sites:photo_point": EDITS_SITE,
    "sites:survey_point_new": EDITS_SITE,
    "sites:survey_point": EDITS_SITE,
    "sites:survey_point_remove": WRITES_ONLY,
    "api_sites_geojson": OPEN,
    "api_site": OPEN,
    "api_status": OPEN,
    "api_form": API_SIGNED_IN,
    "api_near": API_SIGNED_IN,
    "api_assignments": API_SIGNED_IN,
    "api_release": "401 405 405 405 405 405 405 405",
    "api_reports": API_SIGNED_IN,
    "api_report": "401 404 200 404 404 200 404 200",
    # An outing and its track are their volunteer's own.
    "api_field_pack": "401 403 200 403 403 403 403 403",
    "api_field_map": "401 403 200 403 403 403 403 403",
    "api_outing": "401 404 200 404 404 404 404 404",
    "api_outing_track": API_WRITES_ONLY,
    "api_outing_gpx": API_WRITES_ONLY,
    "api_outing_position": API_WRITES_ONLY,
    "api_consents": "401 403 200 403 403 403 403 403",
    "api_photo": "401 404 200 404 404 200 404 200",
    "api_reports_status": "401 405 405 405 405 405 405 405",
    "api_evidence": "401 404 403 404 404 200 404 200",
    "api_decision": "401 404 403 404 404 200 404 200",
    "api_cases": "401 403 403 403 200 200 403 200",
    "api_case": "401 403 403 403 404 200 403 200",
    "api_case_act": API_WRITES_ONLY,
    "api_own_cases": "401 403 200 403 403 403 403 403",
    "api_me": API_SIGNED_IN,
    "api_notices": API_SIGNED_IN,
    "api_notices_read": "401 405 405 405 405 405 405 405",
    "api_hours": API_SIGNED_IN,
    "api_hours_records": API_SIGNED_IN,
    "api_rewards": OPEN,
    "api_vouchers": API_SIGNED_IN,
    "api_voucher_cancel": API_WRITES_ONLY,
    # routes and proposals of service points
    "planning:hours": "in 403 403 403 404 200 403 200",
    "planning:routes": "in 403 200 403 403 403 200 200",
    "planning:new_route": "in 403 200 403 403 403 200 200",
    "planning:route": SEES_ROUTE,
    "planning:route_progress": SEES_ROUTE,
    "planning:route_file": SEES_ROUTE,
    "planning:give_route": "in 404 404 404 404 404 200 200",
    **dict.fromkeys(ROUTE_WRITES, WRITES_ONLY),
    "planning:posts": PLANNERS,
    "planning:new_posts": PLANNERS,
    "planning:study": PLANNERS,
    "planning:study_progress": PLANNERS,
    "planning:stop_study": WRITES_ONLY,
    "planning:save_study": WRITES_ONLY,
    "planning:discard_study": WRITES_ONLY,
    "api_coverage": "401 403 403 403 200 200 200 200",
    "api_coverage_sites": "401 403 403 403 200 200 200 200",
    "api_reach": "401 403 403 403 200 200 200 200",
    "api_clusters": "401 403 403 403 200 200 200 200",
    "api_forecast": "401 403 403 403 200 200 200 200",
    "api_extents": "401 403 403 403 200 200 200 200",
    "api_extent": "401 403 403 403 404 200 200 200",
    "api_plans": "401 403 403 403 403 403 200 200",
    "api_plan": "401 403 403 403 403 403 200 200",
    "api_plan_solve": "401 405 405 405 405 405 405 405",
    "api_plan_move": "401 405 405 405 405 405 405 405",
    "api_plan_publish": "401 405 405 405 405 405 405 405",
}

# Addresses that only ever answer and so ask nothing about the method.
TAKE_ANY_METHOD: Final = frozenset({"home", "healthz", "problem", "styleguide", "patrol:photo"})
