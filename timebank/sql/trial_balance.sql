-- One currency: how many entries, their sum, postings that do not balance, and people's accounts of points below nothing.
WITH entries AS MATERIALIZED (
    SELECT entry.transaction_id, entry.account_id, entry.amount
    FROM timebank_entry entry JOIN timebank_account account ON account.id = entry.account_id
    WHERE account.currency = %(currency)s
), postings AS (
    SELECT transaction_id FROM entries GROUP BY transaction_id HAVING sum(amount) <> 0
), held AS (
    SELECT entries.account_id FROM entries JOIN timebank_account account ON account.id = entries.account_id
    WHERE account.owner_id IS NOT NULL AND account.currency = 'points'
    GROUP BY entries.account_id HAVING sum(amount) < 0
)
SELECT (SELECT count(*) FROM entries) AS entries, (SELECT coalesce(sum(amount), 0)::bigint FROM entries) AS total,
    (SELECT count(*) FROM postings) AS unbalanced, (SELECT count(*) FROM held) AS overdrawn
