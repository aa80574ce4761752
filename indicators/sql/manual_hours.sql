-- Verified service in seconds, and how much of it stands on an entry by hand: on the organiser's list instead of a check-in of
-- one's own, or on a report that somebody else filed. It belongs to the organisation
-- whose activity it was; patrols to the volunteer's own.
SELECT service.month, coalesce(activity.district_id, site.district_id, '') AS district, '{}'::text[] AS details,
    coalesce(activity.organisation_id, volunteer.organisation_id, campaign.organisation_id) AS organisation_id,
    CASE WHEN entry.report_id IS NOT NULL OR 'list' IN (place.in_way, place.out_way) THEN service.seconds ELSE 0 END AS numerator,
    service.seconds AS denominator, service.volunteer_id AS person,
    'service' AS source, service.id::text AS key, service.ended_at AS at
FROM ({services}) service
    LEFT JOIN service_application place ON service.source = 'shift:' || place.id
    LEFT JOIN service_shift shift ON shift.id = place.shift_id
    LEFT JOIN service_activity activity ON activity.id = shift.activity_id
    LEFT JOIN patrol_report report ON service.source = 'report:' || report.id
    LEFT JOIN patrol_manualentry entry ON entry.report_id = report.id
    LEFT JOIN patrol_campaign campaign ON campaign.id = report.campaign_id
    LEFT JOIN sites_site site ON site.id = report.site_id
    LEFT JOIN people_volunteer volunteer ON volunteer.user_id = service.volunteer_id
