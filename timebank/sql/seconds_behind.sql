-- The verified service behind what was redeemed of a sponsor's items: of each lot its share.
SELECT coalesce(sum(lot.seconds * use.amount / lot.amount), 0)::bigint
FROM timebank_voucher voucher
    JOIN timebank_item item ON item.id = voucher.item_id
    JOIN timebank_lotuse use ON use.transaction_id = voucher.hold_id
    JOIN timebank_pointlot lot ON lot.id = use.lot_id
WHERE item.sponsor_id = %(sponsor)s AND voucher.state = 'captured'
