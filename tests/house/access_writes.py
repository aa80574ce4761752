"""The other half of the access table: every address that takes a write × every role, with the method and the answer expected."""

from typing import Final

from tests.house.answers import (
    API_VOLUNTEERS_WRITE,
    IMPORT_WRITES,
    MANAGERS_WRITE,
    MODERATORS_WRITE,
    NO_SESSION,
    ROUTE_WRITES,
    SEES_LETTER,
    SIGNED_IN_WRITES,
    SITE_WRITES,
    WRITERS_WRITE,
)

REWARD_WRITES: Final = "in 403 403 403 may may 403 may"
KEPT_REWARDS: Final = (
    *("sponsor_new", "item_new", "item_edit", "close", "propose", "decide", "keepers", "end_keeper"),
    *("contacts", "contact", "end_contact", "cause_new", "cause", "close_cause", "reopen_cause"),
)
PLANNERS_WRITE: Final = "in 403 403 403 403 403 may may"
API_PLANNERS_WRITE: Final = "401 403 403 403 403 403 may may"

OFFICERS_WRITE: Final = "in 403 403 403 may may 403 may"
ADMINISTRATORS_WRITE: Final = "in 403 403 403 403 403 403 may"
OWN_WORDS_WRITE: Final = "in 403 may 403 403 403 403 403"
LETTER_WRITES: Final = SEES_LETTER.replace("200", "may")
QUESTION_WRITES: Final = "in 403 403 403 403 may may may"

VOLUNTEERS_WRITE: Final = "in 403 may 403 403 403 403 403"
ORGANISATION_WRITES: Final = (
    "edit_organisation", "papers", "staff_tasks", "member_lists", "member_list", "invite", "appoint", "task"
)  # fmt: skip
ORGANISERS_WRITE: Final = "in 403 403 may may may 403 may"
ACTIVITY_WRITES: Final = "in 403 403 may 404 may 403 may"
OWN_PLACE_WRITES: Final = "in 403 may 403 403 403 403 403"
# Another's place is not found; to ask for one is a volunteer's.
API_OWN_PLACE_WRITES: Final = "401 404 may 404 404 404 404 404"

# Method and answers of every address that takes a write.
WRITES: Final[dict[str, tuple[str, str]]] = {
    "timebank:giving": ("POST", SIGNED_IN_WRITES),
    "timebank:donate": ("POST", SIGNED_IN_WRITES),
    "timebank:answer_gift": ("POST", "in may 404 404 404 404 404 404"),
    "timebank:withdraw_gift": ("POST", "in 404 may 404 404 404 404 404"),
    "rewards:redeem": ("POST", SIGNED_IN_WRITES),
    "rewards:cancel": ("POST", "in 404 may 404 404 404 404 404"),
    "rewards:counter": ("POST", "in 403 403 may 403 403 403 403"),
    "rewards:hand_out": ("POST", "in 403 403 may 403 403 403 403"),
    **{f"rewards:{name}": ("POST", REWARD_WRITES) for name in KEPT_REWARDS},
    "api_vouchers": ("POST", "401 may may may may may may may"),
    "api_voucher_cancel": ("POST", "401 404 may 404 404 404 404 404"),
    "people:read_notices": ("POST", SIGNED_IN_WRITES),
    "people:profile": ("POST", SIGNED_IN_WRITES),
    "people:preferences": ("POST", SIGNED_IN_WRITES),
    "people:keep_device": ("POST", SIGNED_IN_WRITES),
    "people:forget_device": ("POST", SIGNED_IN_WRITES),
    "people:stop_mail": ("POST", "may may may may may may may may"),
    "people:volunteer_profile": ("POST", VOLUNTEERS_WRITE),
    "people:new_exception": ("POST", VOLUNTEERS_WRITE),
    "people:end_exception": ("POST", SIGNED_IN_WRITES),
    "people:change_consent": ("POST", SIGNED_IN_WRITES),
    "people:identity": ("POST", SIGNED_IN_WRITES),
    # Only one's own question is taken back.
    "people:withdraw_identity": ("POST", "in 403 may 403 403 403 403 403"),
    "people:answer_identity": ("POST", MANAGERS_WRITE),
    "people:export": ("POST", SIGNED_IN_WRITES),
    "people:erasure": ("POST", SIGNED_IN_WRITES),
    "people:stay": ("POST", SIGNED_IN_WRITES),
    "people:phone": ("POST", "may may may may may may may may"),
    "people:phone_code": ("POST", "may may may may may may may may"),
    "people:join": ("POST", SIGNED_IN_WRITES),
    # A manager suspends; the volunteer's own acts are others.
    "people:move_membership": ("POST", MANAGERS_WRITE),
    "people:sign": ("POST", "in 403 may 403 403 403 403 403"),
    "people:new_organisation": ("POST", SIGNED_IN_WRITES),
    "people:review_organisation": ("POST", "in 403 403 403 403 403 403 may"),
    **{f"people:{name}": ("POST", MANAGERS_WRITE) for name in ORGANISATION_WRITES},
    "people:retry_deliveries": ("POST", "in 403 403 403 403 403 403 may"),
    "people:safety": ("POST", "in 403 403 may 403 403 403 may"),
    "planning:suspend": ("POST", "in 403 403 403 404 may 403 may"),
    "planning:visit_rules": ("POST", "in 403 403 403 may may 403 may"),
    # A rule of the whole country: only whoever answers for all of it.
    "planning:end_visit_rule": ("POST", "in 403 403 403 403 403 403 may"),
    "planning:area_suspensions": ("POST", "in 403 403 403 may may may may"),
    "planning:lift_area": ("POST", "in 403 403 403 403 may may may"),
    "planning:lift": ("POST", "in 403 403 403 404 may 403 may"),
    "sites:imports": ("POST", "in 403 403 403 may may 403 may"),
    "sites:unit_merge": ("POST", "in 403 403 403 may may 403 may"),
    "sites:line_survey": ("POST", SITE_WRITES),
    "sites:line_cut": ("POST", SITE_WRITES),
    "sites:section_name": ("POST", SITE_WRITES),
    "sites:zone_new": ("POST", SITE_WRITES),
    "sites:zone_replace": ("POST", SITE_WRITES),
    "sites:zone_withdraw": ("POST", SITE_WRITES),
    "sites:new": ("POST", "in 403 403 403 may may 403 may"),
    "sites:bulk": ("POST", "in 403 403 403 may may 403 may"),
    "sites:service_point_new": ("POST", "in 403 403 403 may may 403 may"),
    "sites:service_point": ("POST", SITE_WRITES),
    "sites:edit": ("POST", SITE_WRITES),
    "sites:retire": ("POST", SITE_WRITES),
    "sites:bring_back": ("POST", SITE_WRITES),
    "sites:photo_point_new": ("POST", SITE_WRITES),
    "sites:photo_point": ("POST", SITE_WRITES),
    "sites:survey_point_new": ("POST", SITE_WRITES),
    "sites:survey_point": ("POST", SITE_WRITES),
    "sites:survey_point_remove": ("POST", SITE_WRITES),
    "sites:import_columns": ("POST", IMPORT_WRITES),
    "sites:import_check": ("POST", IMPORT_WRITES),
    "sites:import_apply": ("POST", IMPORT_WRITES),
    "sites:import_cancel": ("POST", IMPORT_WRITES),
    "sites:import_undo": ("POST", IMPORT_WRITES),
    **{
        f"people:{name}_organisation": ("POST", "in 403 403 403 403 403 403 may")
        for name in ("place", "close", "hand_over", "reopen")
    },
    "people:make_calendar_key": ("POST", "in 403 may 403 403 403 403 403"),
    "people:revoke_calendar_key": ("POST", "in 403 may 403 403 403 403 403"),
    "patrol:take": ("POST", "in 403 may 403 403 403 403 403"),
    "patrol:give_back": ("POST", "in 403 may 403 403 403 403 403"),
    "patrol:campaign_questions": ("POST", QUESTION_WRITES),
    "patrol:ask_questions": ("POST", QUESTION_WRITES),
    "patrol:stop_questions": ("POST", QUESTION_WRITES),
    "patrol:collect": ("POST", "in 403 may 403 403 403 403 403"),
    "patrol:collect_take_back": ("POST", "in 403 may 403 403 403 403 403"),
    "openrosa:submission": ("POST", NO_SESSION),
    "openrosa:key_submission": ("POST", NO_SESSION),
    "patrol:queue_files": ("POST", "in 403 403 403 may may 403 may"),
    "patrol:report": ("POST", "in 404 403 404 404 may 404 may"),
    "patrol:routine": ("POST", "in 403 403 403 may may 403 may"),
    "patrol:second_look": ("POST", "in 404 403 404 404 may 404 may"),
    "patrol:answer_appeal": ("POST", "in 404 403 404 404 may 404 may"),
    "patrol:reasons": ("POST", "in 403 403 403 403 403 403 may"),
    "patrol:end_reason": ("POST", "in 403 403 403 403 403 403 may"),
    "patrol:appeal": ("POST", "in 404 may 404 404 404 404 404"),
    "patrol:close_outing": ("POST", "in 403 403 may 404 may 403 may"),
    "patrol:case": ("POST", "in 403 403 403 404 may 403 may"),
    "patrol:case_act": ("POST", "in 403 403 403 404 may 403 may"),
    "patrol:report_damage": ("POST", "may may may may may may may may"),
    "patrol:public_report": ("POST", "in 403 403 403 404 may 403 may"),
    "patrol:take_public_report": ("POST", "in 403 403 403 404 may 403 may"),
    "patrol:hotlines": ("POST", "in 403 403 403 may may 403 may"),
    "patrol:revoke_hotline": ("POST", "in 403 403 403 404 may 403 may"),
    "patrol:webhooks": ("POST", "in 403 403 403 may may 403 may"),
    "patrol:webhook": ("POST", "in 403 403 403 404 may 403 may"),
    "patrol:webhook_again": ("POST", "in 403 403 403 404 may 403 may"),
    # Without a hotline's key nobody hands anything over, whoever they are.
    "open311:requests": ("POST", "403 403 403 403 403 403 403 403"),
    **{
        f"service:{name}": ("POST", OWN_PLACE_WRITES)
        for name in (
            *("answer_offer", "cancel", "check"),
            *("evaluate_activity", "apply", "check_in"),
        )
    },
    "service:new": ("POST", ORGANISERS_WRITE),
    **{
        f"service:{name}": ("POST", ACTIVITY_WRITES)
        for name in (
            *("edit", "act", "new_shift", "follow_up", "change_shift", "offer", "application_act"),
            "evaluate_person",
        )
    },
    "api_apply": ("POST", API_VOLUNTEERS_WRITE),
    "api_application_cancel": ("POST", API_OWN_PLACE_WRITES),
    "api_application_check": ("POST", API_OWN_PLACE_WRITES),
    "timebank:certificates": ("POST", SIGNED_IN_WRITES),
    "timebank:paper": ("POST", "in 404 may may 404 404 404 may"),
    "timebank:withdraw": ("POST", "in 404 may 404 404 404 404 404"),
    # Whoever is of the unit.
    "timebank:certificate_badge": ("POST", "in 404 may 404 404 404 404 404"),
    "timebank:stars_badge": ("POST", SIGNED_IN_WRITES),
    "timebank:transfers": ("POST", SIGNED_IN_WRITES),
    "timebank:receiving_code": ("POST", SIGNED_IN_WRITES),
    "timebank:withdraw_transfer": ("POST", "in 404 may 404 404 404 404 404"),
    "timebank:decide_transfer": ("POST", OFFICERS_WRITE),
    "timebank:abort_transfer": ("POST", OFFICERS_WRITE),
    "timebank:partners": ("POST", OFFICERS_WRITE),
    "timebank:partner_key": ("POST", OFFICERS_WRITE),
    "timebank:stop_partner": ("POST", OFFICERS_WRITE),
    "timebank:admit_key": ("POST", OFFICERS_WRITE),
    "timebank:withdraw_key": ("POST", OFFICERS_WRITE),
    "timebank:exchange_files": ("POST", "in 403 403 403 403 403 403 may"),
    "timebank:give_exchange_file": ("POST", "in 403 403 403 403 403 403 may"),
    "credentials:verify": ("POST", "may may may may may may may may"),
    "credentials:messages": ("POST", NO_SESSION),
    "timebank:object": ("POST", "in 404 may may 404 404 404 may"),
    "timebank:end": ("POST", MANAGERS_WRITE),
    "timebank:answer": ("POST", MANAGERS_WRITE),
    "timebank:issuer": ("POST", MANAGERS_WRITE),
    "community:follow": ("POST", SIGNED_IN_WRITES),
    "community:new_post": ("POST", WRITERS_WRITE),
    "community:post": ("POST", WRITERS_WRITE),
    "community:thank": ("POST", WRITERS_WRITE),
    "community:withdraw_post": ("POST", OWN_WORDS_WRITE),
    "community:withdraw_comment": ("POST", OWN_WORDS_WRITE),
    "community:new_news": ("POST", "in 403 403 may 403 403 403 may"),
    "community:ask_to_write": ("POST", "in 403 may may may may 404 may"),
    "community:letter": ("POST", LETTER_WRITES),
    "community:answer_letter": ("POST", LETTER_WRITES),
    # One does not report oneself.
    "community:report_abuse": ("POST", "in may 403 may may may may may"),
    "community:appeal": ("POST", "in 404 may 404 404 404 404 404"),
    "community:rule": ("POST", MODERATORS_WRITE),
    # The officer ruled, so another answers.
    "community:answer_hiding_appeal": ("POST", "in 403 403 403 may 403 403 may"),
    "community:words": ("POST", ADMINISTRATORS_WRITE),
    "community:end_word": ("POST", ADMINISTRATORS_WRITE),
    "community:adopt": ("POST", "in 403 may 403 403 403 403 403"),
    "community:end_adoption": ("POST", "in 403 may 403 403 403 403 403"),
    "community:share_year": ("POST", SIGNED_IN_WRITES),
    "community:stop_sharing_year": ("POST", SIGNED_IN_WRITES),
    "planning:statements": ("POST", "in 403 403 403 403 may 403 may"),
    "planning:cancel_statement": ("POST", "in 403 403 403 404 may 403 may"),
    "planning:statement": ("POST", "in 403 403 403 404 may 403 may"),
    "planning:new_plan": ("POST", PLANNERS_WRITE),
    "planning:new_wide": ("POST", PLANNERS_WRITE),
    "planning:publish_wide": ("POST", PLANNERS_WRITE),
    "planning:replan": ("POST", PLANNERS_WRITE),
    "planning:change_for_visit": ("POST", PLANNERS_WRITE),
    "planning:claim": ("POST", "in 403 may 403 403 403 403 403"),
    "patrol:accept": ("POST", "in 403 may 403 403 403 403 403"),
    "patrol:decline": ("POST", "in 403 may 403 403 403 403 403"),
    "planning:solve_plan": ("POST", PLANNERS_WRITE),
    "planning:stop_plan": ("POST", PLANNERS_WRITE),
    "planning:discard_plan": ("POST", PLANNERS_WRITE),
    "planning:publish_plan": ("POST", PLANNERS_WRITE),
    "planning:visit": ("POST", PLANNERS_WRITE),
    "planning:lock_visit": ("POST", PLANNERS_WRITE),
    "planning:remove_visit": ("POST", PLANNERS_WRITE),
    "planning:hours": ("POST", "in 403 403 403 404 may 403 may"),
    "planning:new_route": ("POST", "in 403 may 403 403 403 may may"),
    "planning:give_route": ("POST", "in 404 404 404 404 404 may may"),
    **dict.fromkeys(ROUTE_WRITES, ("POST", "in 404 404 404 404 404 may may")),
    "planning:new_posts": ("POST", PLANNERS_WRITE),
    "planning:stop_study": ("POST", PLANNERS_WRITE),
    "planning:save_study": ("POST", PLANNERS_WRITE),
    "planning:discard_study": ("POST", PLANNERS_WRITE),
    "api_assignments": ("POST", "401 403 may 403 403 403 403 403"),
    # Only one's own visit is released here; nobody learns of another's.
    "api_release": ("POST", "401 404 may 404 404 404 404 404"),
    # A report from whoever was there is kept, with its irregularities; it counts when an officer accepts it.
    "api_report": ("PUT", "401 may may may may may may may"),
    "api_outing": ("PUT", API_VOLUNTEERS_WRITE),
    "api_outing_track": ("PUT", API_VOLUNTEERS_WRITE),
    "api_outing_gpx": ("POST", API_VOLUNTEERS_WRITE),
    "api_outing_position": ("PUT", API_VOLUNTEERS_WRITE),
    "api_consents": ("PUT", API_VOLUNTEERS_WRITE),
    # A photo is sent by whose report it is; others learn nothing of it.
    "api_photo": ("PUT", "401 404 may 404 404 404 404 404"),
    "api_reports_status": ("POST", "401 may may may may may may may"),
    "api_decision": ("POST", "401 404 403 404 404 may 404 may"),
    "api_case": ("POST", "401 403 403 403 404 may 403 may"),
    "api_case_act": ("POST", "401 403 403 403 404 may 403 may"),
    "api_notices_read": ("POST", "401 may may may may may may may"),
    "api_plans": ("POST", API_PLANNERS_WRITE),
    "api_plan_solve": ("POST", API_PLANNERS_WRITE),
    "api_plan_move": ("POST", API_PLANNERS_WRITE),
    "api_plan_publish": ("POST", API_PLANNERS_WRITE),
}
