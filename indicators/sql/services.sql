-- Verified service of the months by when it ended, as the ledger stood at `as_of`: credited by then, and not taken back by then.
-- Hours that came from another platform were served elsewhere and are left out.
SELECT record.id, record.volunteer_id, record.source, upper(record.during) AS ended_at,
    date_trunc('month', upper(record.during) AT TIME ZONE 'Asia/Shanghai')::date AS month,
    extract(epoch FROM upper(record.during) - lower(record.during))::bigint AS seconds
FROM timebank_servicerecord record JOIN timebank_transaction posted ON posted.id = record.transaction_id
WHERE posted.kind = 'service' AND posted.at <= %(as_of)s
    AND upper(record.during) >= %(from_at)s AND upper(record.during) < %(to_at)s
    AND NOT EXISTS (
        SELECT FROM timebank_transaction undone WHERE undone.reverses_id = posted.id AND undone.at <= %(as_of)s
            AND NOT EXISTS (
                SELECT FROM timebank_transaction given WHERE given.reverses_id = undone.id AND given.at <= %(as_of)s))
