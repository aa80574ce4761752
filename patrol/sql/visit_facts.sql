-- All that there is to know before a report is kept, in one row, whatever of it is there. A site that is not active is
-- nobody's (`sites.queries.visible_sites`); which campaign, which questions and what is odd is decided by the rules in Python.
SELECT
    known.content_sha256 AS known_sha256,
    known.volunteer_id AS known_volunteer,
    site.id AS site,
    site.code AS site_code,
    site.name_zh AS site_name_zh,
    site.name_en AS site_name_en,
    site.district_id AS district,
    site.condition_id AS condition,
    site.category_id AS category,
    category.parent_id AS category_parent,
    own.id AS own_assignment,
    own.campaign_id AS own_campaign,
    named.site_id AS named_site,
    array_remove(ARRAY[named.volunteer_id, named.companion_id], NULL) AS named_people,
    named.status IN ('reported', 'done') AS is_named_seen,
    EXISTS (
        SELECT FROM people_volunteer WHERE user_id = %(volunteer)s::uuid AND is_active
    ) AS is_active_volunteer,
    (
        SELECT json_agg(json_build_array(role, area))
        FROM people_rolegrant
        WHERE user_id = %(volunteer)s::uuid AND revoked_at IS NULL
    ) AS grants,
    (
        SELECT json_agg(json_build_array(code, categories) ORDER BY rank, code) FROM patrol_checklistitem WHERE is_core
    ) AS core_items,
    (
        SELECT json_agg(json_build_object(
            'id', id, 'code', code, 'area', area, 'starts_on', starts_on, 'ends_on', ends_on, 'asks', EXISTS (
                SELECT FROM patrol_questionform
                WHERE campaign_id = patrol_campaign.id AND activated_at IS NOT NULL AND retired_at IS NULL
            )
        ))
        FROM patrol_campaign
        WHERE id = own.campaign_id OR (starts_on <= %(day)s::date AND ends_on >= %(day)s::date)
    ) AS campaigns
FROM (VALUES (1)) AS once
LEFT JOIN patrol_report AS known ON known.id = %(report)s::uuid
LEFT JOIN sites_site AS site ON site.id = %(site)s::uuid AND site.is_active
LEFT JOIN sites_category AS category ON category.code = site.category_id
-- A site has at most one open assignment.
LEFT JOIN patrol_assignment AS own
    ON own.site_id = site.id AND own.status = 'open'
    AND (own.volunteer_id = %(volunteer)s::uuid OR own.companion_id = %(volunteer)s::uuid)
LEFT JOIN patrol_assignment AS named ON named.id = %(assignment)s::uuid
