"""What is sent to each address that takes a write, whole enough that only a wall can refuse it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from core.ids import new_id
from people.models import User
from sites.models import Site
from tests.house.answers import ROUTE_WRITES
from timebank.models import Item


def bodies(site: Site, volunteer: User) -> dict[str, dict[str, Any]]:
    """Return complete bodies: a refusal must come from the wall, not from a missing field."""
    return {**_people(), **_patrol(site), **_platform(site, volunteer), **_planning(site, volunteer)}


def _people() -> dict[str, dict[str, Any]]:
    return {
        "people:profile": {"name": "某人", "phone": ""},
        "people:volunteer_profile": {"range_km": 5, "visits_per_month": 2},
        "people:new_exception": {"from_on": "2999-01-01", "to_on": "2999-01-02"},
        "people:change_consent": {"purpose": "picture", "is_given": "on"},
        "people:answer_identity": {"answer": "yes"},
        "people:erasure": {"is_meant": "on"},
        "people:phone": {"phone": "13800138000"},
        "people:phone_code": {"phone": "13800138000", "code": "000000"},
        "people:join": {"words": "?"},
        "people:move_membership": {"act": "suspend"},
        "people:new_organisation": {"kind": "team", "name_zh": "新队"},
        "people:review_organisation": {"is_accepted": "on"},
        "people:invite": {"email": "nobody@example.org"},
        "people:task": {"act": "done"},
        "people:member_list": {"do": "apply"},
    }


def _patrol(site: Site) -> dict[str, dict[str, Any]]:
    version = {"version": 0}
    return {
        "patrol:collect": {"label": "Pixel"},
        "patrol:report": {**version, "decision": "accept", "reason": ""},
        "patrol:case": {**version, "to": "", "note": "看过了。"},
        "patrol:case_act": {**version, "public_answer": "谢谢。"},
        "api_case_act": {**version, "public_answer": "谢谢。"},
        "patrol:report_damage": {"kind": "structure", "text": "墙裂了", "position": "116.39, 39.94"},
        "patrol:public_report": {**version, "decision": "spam"},
        "patrol:hotlines": {"label": "12345", "area": "110101"},
        "patrol:webhooks": {"label": "?", "url": "?"},
        "patrol:webhook": {"do": "stop"},
        "api_assignments": {"site": str(site.pk)},
        "api_report": {"report": "{}", "id": str(new_id())},
        "api_decision": {**version, "decision": "accept"},
        "api_case": {**version, "note": "看过了。"},
    }


def _platform(site: Site, volunteer: User) -> dict[str, dict[str, Any]]:
    return {
        "service:check": {"lon": 116.4, "lat": 39.9, "accuracy_m": 10},
        "service:new_shift": {"day": "2999-01-01", "begins": "09:00", "ends": "11:00", "quota": 2},
        "service:follow_up": {"text": "?"},
        "service:change_shift": {"quota": 4},
        "service:offer": {"person": str(volunteer.pk)},
        "service:application_act": {"act": "accept"},
        "service:evaluate_person": {"stars": 5},
        "service:evaluate_activity": {"stars": 5},
        "api_application_check": {"code": "?"},
        "timebank:object": {"text": "?"},
        "timebank:end": {"text": "?"},
        "timebank:answer": {"text": "?"},
        "rewards:redeem": {"voucher": str(new_id())},
        "rewards:hand_out": {"point": "SP-1"},
        "rewards:propose": {"kind": "budget", "amount": 1, "note": "?"},
        "api_vouchers": {"id": str(new_id()), "item": str(Item.objects.values_list("pk", flat=True)[0])},
        "timebank:decide_transfer": {"decision": "decline", "text": "?"},
        "timebank:abort_transfer": {"text": "?"},
        "timebank:give_exchange_file": {"file_format": "xml"},
        "credentials:verify": {"pasted": "?"},
        "community:follow": {"of": "site", "code": site.code},
        "community:new_post": {"text": "雪停了"},
        "community:post": {"text": "好"},
        "community:new_news": {"title": "集合", "text": "周六"},
        "community:letter": {"text": "您好"},
        "community:answer_letter": {"do": "?"},
        "community:report_abuse": {"reason": "other"},
        "community:appeal": {"text": "?"},
        "community:rule": {"verdict": "show"},
        "community:answer_hiding_appeal": {"outcome": "upheld"},
        "community:words": {"word": "某词", "purpose": "hold"},
        "community:adopt": {"times_a_year": "2"},
    }


def _planning(site: Site, volunteer: User) -> dict[str, dict[str, Any]]:
    version = {"version": 0}
    move = {**version, "site": str(site.pk), "volunteer": str(volunteer.pk)}
    plan = {"district": "110101", "do_by": str(timezone.localdate() + timedelta(days=20)), "seconds_allowed": 5}
    return {
        "planning:visit_rules": {
            "scope": "all",
            "every": "30",
            "unit": "days",
            "area": "110101",
            "valid_from": "2999-01-01",
            "source": "?",
        },
        "planning:end_visit_rule": {"last_on": "2999-01-01"},
        "planning:area_suspensions": {
            "area": "110101",
            "from_on": "2999-01-01",
            "to_on": "2999-01-01",
            "reason": "台风",
        },
        "planning:suspend": {"from_on": "2999-01-01", "to_on": "2999-01-01", "reason": "雪"},
        "planning:statements": {"area": "110101", "from_on": "2026-01-01", "to_on": "2026-12-31"},
        "planning:statement": {"correction": "补计"},
        "planning:new_plan": {**plan, "statuses": ["overdue", "never"]},
        "planning:solve_plan": version,
        "planning:change_for_visit": version,
        "planning:new_wide": {"do_by": str(timezone.localdate() + timedelta(days=20)), "seconds_allowed": 5},
        "planning:replan": {"trigger": "other", "do_by": str(timezone.localdate() + timedelta(days=20))},
        "patrol:decline": {"words": "出差"},
        "planning:publish_plan": version,
        "planning:visit": move,
        "planning:lock_visit": {**version, "is_locked": "on"},
        "planning:remove_visit": version,
        **{key: {**version, "walker": 0, "position": 0} for key in ROUTE_WRITES},
        "planning:save_study": version,
        "planning:hours": {"opens_0": "09:00", "closes_0": "17:00"},
        "api_plans": plan,
        "api_plan_solve": version,
        "api_plan_move": move,
        "api_plan_publish": version,
    }
