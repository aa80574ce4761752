-- The keys of a person's feed, newest first: what they follow, all news, their own; at most a page from each of these.
SELECT id, made_at FROM (
    SELECT post.id, post.made_at
    FROM community_follow follow
    CROSS JOIN LATERAL (
        SELECT id, made_at FROM community_post
        WHERE site_id = follow.site_id AND state = 'shown' AND (made_at, id) < (%(at)s, %(key)s)
        ORDER BY made_at DESC, id DESC LIMIT %(most)s
    ) post
    WHERE follow.user_id = %(person)s AND follow.site_id IS NOT NULL
    UNION
    SELECT post.id, post.made_at
    FROM community_follow follow
    CROSS JOIN LATERAL (
        SELECT id, made_at FROM community_post
        WHERE organisation_id = follow.organisation_id AND state = 'shown' AND (made_at, id) < (%(at)s, %(key)s)
        ORDER BY made_at DESC, id DESC LIMIT %(most)s
    ) post
    WHERE follow.user_id = %(person)s AND follow.organisation_id IS NOT NULL
    UNION
    (SELECT id, made_at FROM community_post
     WHERE kind <> 'post' AND state = 'shown' AND (made_at, id) < (%(at)s, %(key)s)
     ORDER BY made_at DESC, id DESC LIMIT %(most)s)
    UNION
    (SELECT id, made_at FROM community_post
     WHERE author_id = %(person)s AND state IN ('shown', 'held') AND (made_at, id) < (%(at)s, %(key)s)
     ORDER BY made_at DESC, id DESC LIMIT %(most)s)
) mine
ORDER BY made_at DESC, id DESC
LIMIT %(most)s
