"""Every page a person can open, who opens it, and how its address is found in the running demo."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from tests.journeys.product import Product

DRAFT: Final = "SELECT id FROM planning_plan ORDER BY state = 'draft' DESC, wide_id IS NULL DESC, made_at DESC LIMIT 1"
VISIT: Final = "SELECT plan_id || '/sites/' || site_id FROM planning_planitem ORDER BY plan_id = ({draft}) DESC LIMIT 1"
PUBLISHED: Final = "SELECT id FROM planning_plan WHERE state = 'published' ORDER BY made_at LIMIT 1"
TWO_PLANS: Final = """
    SELECT b.id || '/compare/' || a.id FROM planning_plan a JOIN planning_plan b USING (district_id)
    WHERE a.made_at < b.made_at AND a.state = 'draft' AND b.state = 'draft' AND a.wide_id IS NULL
        AND b.wide_id IS NULL ORDER BY b.made_at DESC LIMIT 1
"""
CAMPAIGN: Final = """
    SELECT campaign.code FROM patrol_campaign campaign LEFT JOIN patrol_assignment visit ON visit.campaign_id = campaign.id
    GROUP BY 1 ORDER BY count(visit.id) DESC LIMIT 1
"""
TAKEN: Final = """
    SELECT site.code FROM patrol_assignment visit JOIN sites_site site ON site.id = visit.site_id
        JOIN people_user person ON person.id = visit.volunteer_id
    WHERE person.email = 'volunteer@example.org' AND visit.status = 'open' ORDER BY site.code LIMIT 1
"""
SENT: Final = """
    SELECT report.id FROM patrol_report report JOIN people_user person ON person.id = report.volunteer_id
    WHERE person.email = 'volunteer@example.org' ORDER BY report.finished_at DESC LIMIT 1
"""
ARRIVING: Final = "SELECT id FROM sites_importbatch WHERE file_name = 'arriving.csv'"
SERVICE_POINT: Final = "SELECT code FROM sites_servicepoint ORDER BY code LIMIT 1"
DRAWN: Final = "SELECT code FROM sites_site WHERE GeometryType(geom) = 'POLYGON' ORDER BY code LIMIT 1"
WALL: Final = "SELECT code FROM sites_site WHERE GeometryType(geom) = 'LINESTRING' ORDER BY code LIMIT 1"
ZONE: Final = """
    SELECT site.code || '/zones/' || zone.id FROM sites_zone zone JOIN sites_site site ON site.id = zone.site_id
    ORDER BY site.code, zone.kind, zone.id LIMIT 1
"""
PHOTO_POINT: Final = """
    SELECT site.code || '/points/photo/' || point.id FROM sites_photopoint point JOIN sites_site site ON site.id = point.site_id
    ORDER BY site.code, point.number LIMIT 1
"""
SURVEY_POINT: Final = """
    SELECT site.code || '/points/survey/' || point.id FROM sites_surveypoint point
        JOIN sites_site site ON site.id = point.site_id ORDER BY site.code, point.number LIMIT 1
"""
PHOTOGRAPHED: Final = (
    "SELECT code FROM sites_site WHERE id IN (SELECT site_id FROM sites_photopoint) ORDER BY code LIMIT 1"
)
STATEMENT: Final = "SELECT number FROM planning_statement ORDER BY number LIMIT 1"
IN_SERIES: Final = """
    SELECT site.code FROM patrol_photo photo JOIN patrol_report report ON report.id = photo.report_id
        JOIN sites_site site ON site.id = report.site_id
    WHERE photo.role = 'far' GROUP BY site.code ORDER BY count(*) DESC, site.code LIMIT 1
"""
WAITING: Final = "SELECT report_id FROM patrol_review WHERE state = 'pending' ORDER BY report_id LIMIT 1"
CERTIFYING: Final = "SELECT organisation_id FROM timebank_issuer ORDER BY name LIMIT 1"
PARTNER: Final = "SELECT id FROM timebank_partner ORDER BY code LIMIT 1"
EXCHANGE_FILE: Final = "SELECT id FROM timebank_exchangefile WHERE direction = 'taken' ORDER BY at LIMIT 1"
CERTIFIED: Final = "SELECT token FROM timebank_certificate WHERE state = 'issued' ORDER BY number LIMIT 1"
ITEM: Final = "SELECT id FROM timebank_item WHERE state = 'open' AND kind = 'charity' ORDER BY price LIMIT 1"
HELD: Final = "SELECT code FROM timebank_voucher ORDER BY state = 'held' DESC, held_at LIMIT 1"
TOLD: Final = "SELECT id FROM patrol_publicreport WHERE state = 'waiting' ORDER BY number LIMIT 1"
GROUP_ROUTE: Final = "SELECT id FROM planning_route WHERE district_id IS NOT NULL ORDER BY made_at LIMIT 1"
OWN_ROUTE: Final = "SELECT id FROM planning_route WHERE district_id IS NULL ORDER BY made_at LIMIT 1"
STUDY: Final = "SELECT id FROM planning_poststudy ORDER BY made_at LIMIT 1"
COMING: Final = (
    "SELECT id FROM service_activity WHERE kind_id = 'patrol' AND state = 'published' ORDER BY made_at LIMIT 1"
)
OVER: Final = "SELECT id FROM service_activity WHERE state = 'finished' ORDER BY made_at LIMIT 1"
COMING_SHIFT: Final = """
    SELECT shift.id FROM service_shift shift JOIN service_activity need ON need.id = shift.activity_id
    WHERE need.kind_id = 'exhibition' AND need.state = 'published' ORDER BY shift.starts_at LIMIT 1
"""
OWN_PLACE: Final = """
    SELECT {what} FROM service_application place JOIN people_user person ON person.id = place.volunteer_id
    WHERE person.email = 'volunteer@example.org' AND place.state IN ({states}) ORDER BY lower(place.during) LIMIT 1
"""
OWN_SHIFT: Final = OWN_PLACE.format(what="place.shift_id", states="'accepted', 'checked_in'")
OWN_SERVED: Final = OWN_PLACE.format(what="place.id", states="'served'")
POST: Final = "SELECT post_id FROM community_comment WHERE state = 'shown' ORDER BY made_at LIMIT 1"
SOMEBODY: Final = "SELECT id FROM people_user WHERE email = 'volunteer05@example.org'"
LETTERS: Final = "SELECT id FROM community_correspondence WHERE state = 'open' ORDER BY asked_at LIMIT 1"
HIDING: Final = "SELECT id FROM community_ruling WHERE verdict = 'hide' ORDER BY at LIMIT 1"
CASE: Final = "SELECT id FROM patrol_case WHERE state <> 'closed' ORDER BY number LIMIT 1"
SUGGESTED: Final = """
    SELECT one.id FROM patrol_case one JOIN patrol_case other ON other.site_id = one.site_id AND other.id <> one.id
    WHERE one.closed_at IS NULL AND other.closed_at IS NULL ORDER BY one.number LIMIT 1
"""
OWN_CASE: Final = """
    SELECT place.case_id FROM patrol_casefinding place JOIN patrol_finding finding ON finding.id = place.finding_id
        JOIN patrol_report report ON report.id = finding.report_id JOIN people_user person ON person.id = report.volunteer_id
    WHERE person.email = 'volunteer@example.org' ORDER BY place.at DESC LIMIT 1
"""


@dataclass(frozen=True)
class Page:
    """A page: its name in the address book, who opens it (nobody: the public), its address, the statement for `{}`."""

    name: str
    person: str
    address: str
    key: str = ""

    def url(self, product: Product) -> str:
        """Return the address, its `{}` filled from the demo."""
        return self.address.format(product.rows(self.key)[0][0]) if self.key else self.address


PAGES: Final = (
    Page("maps:welcome", "", "/maps/welcome/"),
    Page("maps:status", "", "/maps/status/"),
    Page("maps:dashboard", "", "/maps/dashboard/"),
    Page("sites:list", "", "/sites/"),
    Page(
        "sites:page", "", "/sites/{}/", "SELECT code FROM sites_site WHERE level_id = 'national' ORDER BY code LIMIT 1"
    ),
    Page("sites:zones", "", "/sites/zones/?position=116.3972,39.9163&datum=wgs84&accuracy_m=12"),
    Page("sites:site_zones", "officer", "/sites/{}/zones/", DRAWN),
    Page("sites:zone_new", "officer", "/sites/{}/zones/new/", DRAWN),
    Page("sites:zone_replace", "officer", "/sites/{}/replace/", ZONE),
    Page("sites:units", "", "/sites/units/"),
    Page("sites:unit", "officer", "/sites/units/{}/", "SELECT code FROM sites_protectedunit ORDER BY code LIMIT 1"),
    Page("sites:line", "officer", "/sites/{}/line/", WALL),
    Page("sites:line_survey", "officer", "/sites/{}/line/survey/", WALL),
    Page("sites:as_of", "", "/sites/as-of/"),
    Page("sites:service_points", "", "/sites/service-points/"),
    Page("sites:service_point", "officer", "/sites/service-points/{}/", SERVICE_POINT),
    Page("sites:service_point_new", "officer", "/sites/service-points/new/"),
    Page("sites:new", "officer", "/sites/new/"),
    Page("sites:bulk", "officer", "/sites/bulk/?all=1&level=national"),
    Page("sites:edit", "officer", "/sites/{}/edit/", DRAWN),
    Page("sites:history", "officer", "/sites/{}/history/", DRAWN),
    Page("sites:points", "officer", "/sites/{}/points/", PHOTOGRAPHED),
    Page("sites:photo_point", "officer", "/sites/{}/", PHOTO_POINT),
    Page("sites:survey_point", "officer", "/sites/{}/", SURVEY_POINT),
    Page("sites:photo_point_new", "officer", "/sites/{}/points/photo/", DRAWN),
    Page("sites:survey_point_new", "officer", "/sites/{}/points/survey/", DRAWN),
    Page("sites:imports", "officer", "/sites/imports/"),
    Page("sites:import", "officer", "/sites/imports/{}/", ARRIVING),
    Page("sites:import_columns", "officer", "/sites/imports/{}/columns", ARRIVING),
    Page("styleguide", "", "/styleguide/"),
    Page("problem", "", "/problems/report_incomplete"),
    Page("account_login", "", "/accounts/login/"),
    Page("account_signup", "", "/accounts/signup/"),
    Page("account_reset_password", "", "/accounts/password/reset/"),
    Page("people:notices", "volunteer", "/me/notices/"),
    Page("people:profile", "volunteer", "/me/profile/"),
    Page("people:preferences", "volunteer", "/me/notices/how/"),
    Page("people:deliveries", "administrator", "/me/deliveries/"),
    Page("people:volunteer_profile", "volunteer", "/me/profile/volunteer/"),
    Page("people:consents", "volunteer", "/me/consents/"),
    Page("people:identity", "volunteer", "/me/identity/"),
    Page("people:data", "volunteer", "/me/data/"),
    Page("people:phone", "", "/me/phone/"),
    Page("people:identities", "manager", "/me/identities/"),
    Page("people:organisations", "volunteer", "/organisations/"),
    Page("people:organisation", "volunteer", "/organisations/jinghua-watch/"),
    Page("people:organisation", "", "/organisations/bj-federation/"),
    Page("people:new_organisation", "volunteer", "/organisations/new/"),
    Page("people:place_organisation", "administrator", "/organisations/jinghua-watch/place/"),
    Page("people:place_organisation", "federation", "/organisations/jinghua-watch/place/?parent="),
    Page("people:organisation", "federation", "/organisations/moat-team/"),
    Page("people:organisations", "", "/organisations/?closed"),
    Page("people:close_organisation", "administrator", "/organisations/jinghua-watch/close/"),
    Page("people:organisation_reviews", "administrator", "/organisations/reviews/"),
    Page("people:members", "manager", "/organisations/jinghua-watch/members/"),
    Page("people:edit_organisation", "manager", "/organisations/jinghua-watch/edit/"),
    Page("people:papers", "manager", "/organisations/jinghua-watch/papers/"),
    Page("people:staff_tasks", "manager", "/organisations/jinghua-watch/tasks/"),
    Page("people:member_lists", "manager", "/organisations/jinghua-watch/lists/"),
    Page("people:member_list", "manager", "/organisations/lists/{}/", "SELECT id FROM people_memberimport LIMIT 1"),
    Page("account_email", "volunteer", "/accounts/email/"),
    Page("account_change_password", "volunteer", "/accounts/password/change/"),
    Page("mfa_index", "volunteer", "/accounts/2fa/"),
    Page("timebank:statement", "volunteer", "/hours/"),
    Page("timebank:account", "volunteer", "/hours/account/hours/"),
    Page("timebank:account", "volunteer", "/hours/account/points/"),
    Page("timebank:giving", "volunteer", "/hours/giving/"),
    Page("timebank:ledger", "officer", "/hours/ledger/"),
    Page("rewards:catalogue", "", "/rewards/"),
    Page("rewards:item", "volunteer", "/rewards/items/{}/", ITEM),
    Page("rewards:mine", "volunteer", "/rewards/vouchers/"),
    Page("rewards:counter", "manager", "/rewards/counter/"),
    Page("rewards:hand_out", "manager", "/rewards/counter/{}/", HELD),
    Page("rewards:sponsor", "reviewer", "/rewards/sponsors/laojie-tea/"),
    Page("rewards:handled", "officer", "/rewards/desk/"),
    Page("rewards:sponsor_new", "officer", "/rewards/desk/sponsors/"),
    Page("rewards:contacts", "officer", "/rewards/desk/sponsors/laojie-tea/contacts/"),
    Page(
        "rewards:contact",
        "officer",
        "/rewards/desk/sponsors/laojie-tea/contacts/{}/",
        "SELECT id FROM timebank_sponsorcontact LIMIT 1",
    ),
    Page("rewards:causes", "officer", "/rewards/desk/causes/"),
    Page("rewards:cause_new", "officer", "/rewards/desk/causes/new/"),
    Page("rewards:cause", "officer", "/rewards/desk/causes/winter-scarves/"),
    Page("rewards:item_new", "officer", "/rewards/desk/items/"),
    Page("rewards:item_edit", "officer", "/rewards/desk/items/{}/", ITEM),
    Page("rewards:propose", "officer", "/rewards/desk/proposals/"),
    Page("rewards:keepers", "officer", "/rewards/desk/keepers/"),
    Page("timebank:certificates", "volunteer", "/hours/certificates/"),
    Page("timebank:published", "volunteer", "/hours/certificates/published/"),
    Page("timebank:handled", "manager", "/hours/certificates/handled/"),
    Page("timebank:issuer", "manager", "/hours/certificates/issuers/{}/", CERTIFYING),
    Page("timebank:verify", "", "/hours/verify/{}/", CERTIFIED),
    Page("timebank:transfers", "volunteer", "/hours/transfers/"),
    Page("timebank:exchange", "officer", "/hours/exchange/"),
    Page("timebank:partners", "officer", "/hours/exchange/partners/"),
    Page("timebank:partner_key", "officer", "/hours/exchange/partners/{}/key/", PARTNER),
    Page("timebank:exchange_files", "administrator", "/hours/exchange/files/"),
    Page("timebank:exchange_file", "administrator", "/hours/exchange/files/{}/", EXCHANGE_FILE),
    Page("credentials:verify", "", "/credentials/verify/"),
    Page("service:list", "", "/activities/"),
    Page("service:activity", "", "/activities/{}/", COMING),
    Page("service:for_me", "volunteer", "/activities/for-me/"),
    Page("service:mine", "volunteer", "/activities/mine/"),
    Page("people:calendars", "volunteer", "/me/calendars/"),
    Page("service:check_in", "volunteer", "/activities/check-in/{}/00000000000000000000/", OWN_SHIFT),
    Page("service:evaluate_activity", "volunteer", "/activities/mine/{}/evaluate/", OWN_SERVED),
    Page("service:desk", "manager", "/activities/desk/"),
    Page("service:new", "manager", "/activities/desk/new/"),
    Page("service:numbers", "manager", "/activities/desk/numbers/"),
    Page("service:board", "manager", "/activities/desk/{}/", OVER),
    Page("service:board", "manager", "/activities/desk/{}/", COMING),
    Page("service:edit", "manager", "/activities/desk/{}/edit/", COMING),
    Page("service:code", "manager", "/activities/desk/shifts/{}/code/", OWN_SHIFT),
    Page("service:matching", "manager", "/activities/desk/shifts/{}/matching/", COMING_SHIFT),
    Page("service:evaluate_person", "manager", "/activities/desk/people/{}/evaluate/", OWN_SERVED),
    Page("patrol:field_app", "volunteer", "/field/"),
    Page("patrol:near", "volunteer", "/field/near/"),
    Page("patrol:mine", "volunteer", "/field/mine/"),
    Page("patrol:field_site", "volunteer", "/field/sites/{}/", TAKEN),
    Page("patrol:report_form", "volunteer", "/field/sites/{}/report/", TAKEN),
    Page("patrol:receipt", "volunteer", "/field/reports/{}/", SENT),
    Page("patrol:questions", "officer", "/desk/questions/"),
    Page("patrol:collect", "volunteer", "/me/collect/"),
    Page("patrol:collect_kept", "officer", "/desk/collect/"),
    Page("patrol:calendar_key", "volunteer", "/field/calendar/"),
    Page("people:volunteers", "manager", "/me/volunteers/"),
    Page("people:safety", "manager", "/me/volunteers/V-0001/safety/"),
    Page("patrol:desk", "officer", "/desk/"),
    Page("patrol:queue_files", "officer", "/desk/queue-files/"),
    Page("patrol:inbox", "officer", "/desk/reports/"),
    Page("patrol:report", "officer", "/desk/reports/{}/", WAITING),
    Page("patrol:routine", "officer", "/desk/reports/routine/"),
    Page("patrol:reasons", "administrator", "/desk/reasons/"),
    Page("patrol:appeal", "volunteer", "/field/reports/{}/appeal/", SENT),
    Page("patrol:report_damage", "", "/report-damage/?site={}", DRAWN),
    Page("patrol:public_reports", "officer", "/desk/public/"),
    Page("patrol:public_report", "officer", "/desk/public/{}/", TOLD),
    Page("patrol:hotlines", "officer", "/desk/hotlines/"),
    Page("patrol:webhooks", "officer", "/desk/webhooks/"),
    Page("patrol:webhook", "officer", "/desk/webhooks/{}/", "SELECT id FROM patrol_webhook ORDER BY label LIMIT 1"),
    Page("patrol:outings", "manager", "/desk/outings/"),
    Page("patrol:cases", "officer", "/desk/cases/"),
    Page("patrol:cases", "officer", "/desk/cases/?view=table&state=open"),
    Page("patrol:my_cases", "volunteer", "/field/cases/"),
    Page("patrol:my_case", "volunteer", "/field/cases/{}/", OWN_CASE),
    Page("patrol:calibration", "officer", "/desk/calibration/"),
    Page("patrol:case", "officer", "/desk/cases/{}/", CASE),
    Page("patrol:case", "officer", "/desk/cases/{}/", SUGGESTED),
    Page("community:feed", "volunteer", "/community/"),
    Page("community:following", "volunteer", "/community/following/"),
    Page("community:site_posts", "volunteer", "/community/sites/BJ-110101-0008/"),
    Page("community:new_post", "volunteer", "/community/posts/new/?site=BJ-110101-0008"),
    Page("community:post", "volunteer", "/community/posts/{}/", POST),
    Page("community:news", "", "/community/news/"),
    Page("community:new_news", "manager", "/community/news/new/"),
    Page("community:organisation", "", "/community/organisations/jinghua-watch/"),
    Page("community:letters", "volunteer", "/community/letters/"),
    Page("community:ask_to_write", "officer", "/community/letters/ask/{}/", SOMEBODY),
    Page("community:letter", "volunteer", "/community/letters/{}/", LETTERS),
    Page("community:report_abuse", "officer", "/community/report/post/{}/", POST),
    Page("community:my_words", "volunteer21", "/community/mine/"),
    Page("community:appeal", "volunteer21", "/community/mine/{}/appeal/", HIDING),
    Page("community:moderation", "officer", "/community/moderation/"),
    Page("community:moderation", "officer", "/community/moderation/?show=decided"),
    Page("community:words", "administrator", "/community/moderation/words/"),
    Page("community:alerts", "officer", "/community/alerts/"),
    Page("community:alert_rows", "officer", "/community/alerts/rows/?kind=damage&area=110101&days=7"),
    Page("community:adoptions", "volunteer", "/community/adoptions/"),
    Page("community:adopt", "volunteer", "/community/adoptions/BJ-110101-0008/"),
    Page("community:season", "", "/community/season/"),
    Page("community:year", "volunteer", f"/community/year/{datetime.now(tz=UTC).year}/"),
    Page("planning:home", "planner", "/planning/"),
    Page("planning:coverage", "planner", "/planning/coverage/"),
    Page("planning:visit_rules", "officer", "/planning/coverage/rules/"),
    Page("planning:area_suspensions", "planner", "/planning/coverage/suspensions/"),
    Page("planning:extents", "planner", "/planning/coverage/extent/"),
    Page("planning:extent", "planner", "/planning/coverage/extent/{}/", WALL),
    Page("planning:reach", "planner", "/planning/coverage/reach/?least=5"),
    Page("planning:forecast", "planner", "/planning/coverage/forecast/?more_volunteers=10"),
    Page("planning:duty", "officer", "/planning/duty/{}/", DRAWN),
    Page("indicators:board", "planner", "/indicators/"),
    Page("indicators:organisations", "", "/indicators/organisations/"),
    Page("indicators:indicator", "planner", "/indicators/need/"),
    Page("indicators:rows", "planner", "/indicators/coverage/rows/"),
    Page("planning:compliance", "officer", "/planning/compliance/?period=days&from_on=2026-01-01&to_on=2026-12-31"),
    Page("planning:compliance_rows", "officer", "/planning/compliance/rows/?part=missed"),
    Page("planning:statements", "officer", "/planning/statements/"),
    Page("planning:statement", "officer", "/planning/statements/{}/", STATEMENT),
    Page("verify:statement", "", "/verify/statement/{}/", STATEMENT),
    Page("patrol:photo_timeline", "officer", "/sites/{}/photos/", IN_SERIES),
    Page("patrol:photo_changes", "officer", "/desk/photo-changes/"),
    Page("planning:plans", "planner", "/planning/plans/"),
    Page("planning:new_plan", "planner", "/planning/plans/new/"),
    Page("planning:plan", "planner", "/planning/plans/{}/", DRAFT),
    Page("planning:plan_table", "planner", "/planning/plans/{}/table/?sort=km", DRAFT),
    Page("planning:compare_choose", "planner", "/planning/plans/{}/compare/", DRAFT),
    Page("planning:compare", "planner", "/planning/plans/{}/", TWO_PLANS),
    Page("planning:replan", "planner", "/planning/plans/{}/replan/", PUBLISHED),
    Page("planning:new_wide", "planner", "/planning/plans/wide/new/"),
    Page(
        "planning:wide",
        "planner",
        "/planning/plans/wide/{}/",
        "SELECT id FROM planning_wideplan ORDER BY made_at LIMIT 1",
    ),
    Page("planning:campaigns", "planner", "/planning/campaigns/"),
    Page("planning:campaign", "planner", "/planning/campaigns/{}/", CAMPAIGN),
    Page("planning:offers", "volunteer", "/planning/open-visits/"),
    Page("planning:hours", "officer", "/planning/hours/{}/", TAKEN),
    Page("planning:routes", "planner", "/planning/routes/"),
    Page("planning:new_route", "planner", "/planning/routes/new/"),
    Page("planning:route", "planner", "/planning/routes/{}/", GROUP_ROUTE),
    Page("planning:route", "volunteer", "/planning/routes/{}/", OWN_ROUTE),
    Page("planning:give_route", "planner", "/planning/routes/{}/give/", GROUP_ROUTE),
    Page("planning:posts", "planner", "/planning/posts/"),
    Page("planning:new_posts", "planner", "/planning/posts/new/"),
    Page("planning:study", "planner", "/planning/posts/{}/", STUDY),
    Page("planning:visit", "planner", "/planning/plans/{}/", VISIT.format(draft=DRAFT)),
)
