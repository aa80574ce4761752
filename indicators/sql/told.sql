-- What an indicator counts (`fact`), once for the whole ('') and once for each part it is told by: its own details, and its
-- organisation with all that stand above it.
WITH RECURSIVE above AS (
    SELECT id AS own, code, parent_id FROM people_organisation
    UNION ALL
    SELECT above.own, parent.code, parent.parent_id FROM above JOIN people_organisation parent ON parent.id = above.parent_id
), fact AS MATERIALIZED ({fact})
SELECT '' AS detail, fact.* FROM fact
UNION ALL SELECT part, fact.* FROM fact CROSS JOIN LATERAL unnest(fact.details) part
UNION ALL SELECT above.code, fact.* FROM fact JOIN above ON above.own = fact.organisation_id
