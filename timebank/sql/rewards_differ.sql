-- Items whose stock is not what was approved less what is out, and sponsors whose figures their papers do not bear out.
SELECT (
    SELECT count(*) FROM timebank_item item WHERE item.stock
        <> (SELECT coalesce(sum(amount), 0) FROM timebank_proposal
            WHERE item_id = item.id AND kind = 'stock' AND state = 'approved')
        - (SELECT count(*) FROM timebank_voucher WHERE item_id = item.id AND state IN ('held', 'captured'))
) + (
    SELECT count(*) FROM timebank_sponsor sponsor
    WHERE sponsor.budget <> (SELECT coalesce(sum(amount), 0) FROM timebank_proposal
            WHERE sponsor_id = sponsor.code AND kind IN ('budget', 'package') AND state = 'approved')
        OR sponsor.spent <> (SELECT coalesce(sum(voucher.points), 0) FROM timebank_voucher voucher
            JOIN timebank_item item ON item.id = voucher.item_id
            WHERE item.sponsor_id = sponsor.code AND voucher.state IN ('held', 'captured'))
) AS differ
