-- Everything the alert board counts, from a moment to another: kind, area (division code or ''), day in the city, and the row
-- behind it. One more source is one more branch.
SELECT kind, area, (at AT TIME ZONE 'Asia/Shanghai')::date AS "on", source, key, at FROM (
    SELECT 'citizens' AS kind, area, 'public_report' AS source, id::text AS key, received_at AS at
    FROM patrol_publicreport WHERE received_at >= %(since)s AND received_at < %(until)s AND state <> 'spam'
    UNION ALL
    SELECT 'damage', area, CASE WHEN public_report_id IS NOT NULL THEN 'public_report' ELSE 'post' END,
        coalesce(hit.public_report_id, hit.post_id, comment.post_id)::text, hit.at
    FROM community_wordhit hit LEFT JOIN community_comment comment ON comment.id = hit.comment_id
    WHERE hit.purpose = 'damage' AND hit.at >= %(since)s AND hit.at < %(until)s
    UNION ALL
    SELECT 'complaints', coalesce(site.district_id, ''), 'abuse', abuse.id::text, abuse.at
    FROM community_abusereport abuse
        LEFT JOIN community_comment comment ON comment.id = abuse.comment_id
        LEFT JOIN community_post post ON post.id = coalesce(abuse.post_id, comment.post_id)
        LEFT JOIN sites_site site ON site.id = post.site_id
    WHERE abuse.at >= %(since)s AND abuse.at < %(until)s
    UNION ALL
    SELECT 'complaints', site.district_id, 'appeal', appeal.report_id::text, appeal.at
    FROM patrol_appeal appeal JOIN patrol_report report ON report.id = appeal.report_id
        JOIN sites_site site ON site.id = report.site_id
    WHERE appeal.at >= %(since)s AND appeal.at < %(until)s
    UNION ALL
    SELECT 'complaints', '', 'objection', objection.id::text, objection.at
    FROM timebank_objection objection WHERE objection.at >= %(since)s AND objection.at < %(until)s
    UNION ALL
    -- Volunteers who were badly received: two stars of five or fewer.
    SELECT 'evaluations', activity.district_id, 'evaluation', activity.id::text, evaluation.at
    FROM service_evaluation evaluation JOIN service_application application ON application.id = evaluation.application_id
        JOIN service_shift shift ON shift.id = application.shift_id
        JOIN service_activity activity ON activity.id = shift.activity_id
    WHERE evaluation.about = 'activity' AND evaluation.stars <= 2
        AND evaluation.at >= %(since)s AND evaluation.at < %(until)s
) signal
