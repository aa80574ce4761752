-- People whose lots hold something else than their account of points says.
SELECT count(*) FROM (
    SELECT account.owner_id, sum(entry.amount) AS held FROM timebank_entry entry
        JOIN timebank_account account ON account.id = entry.account_id
    WHERE account.currency = 'points' AND account.owner_id IS NOT NULL GROUP BY 1
) said FULL JOIN (
    SELECT owner_id, sum("left") AS held FROM timebank_pointlot GROUP BY 1
) lots USING (owner_id)
WHERE coalesce(said.held, 0) <> coalesce(lots.held, 0)
