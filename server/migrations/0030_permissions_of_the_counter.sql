-- The roles that merchants started with may do what came since: returns, payments, invoices, gift cards, promotions, coupons.
-- Roles of a merchant's own making stay as they are. New merchants get these sets from the start.
-- Locks: the rows of five roles of each merchant. Backfill: these rows; a permission that is there already is not doubled.

update identity.role r
   set permissions = r.permissions || array(
         select code from unnest(given.codes) as code where not (code = any(r.permissions)))
  from (values
         ('manager', array['sale.return', 'payments.read', 'payments.settle', 'invoices.read', 'invoices.manage',
           'giftcard.read', 'giftcard.sell', 'giftcard.payout', 'giftcard.manage',
           'promotions.read', 'promotions.manage', 'coupons.read', 'coupons.manage', 'coupons.issue']),
         ('cashier', array['giftcard.read', 'giftcard.sell', 'promotions.read', 'coupons.read']),
         ('advisor', array['giftcard.read', 'giftcard.sell', 'promotions.read', 'coupons.read']),
         ('marketer', array['promotions.read', 'promotions.manage', 'coupons.read', 'coupons.manage', 'coupons.issue']),
         ('accountant', array['giftcard.read', 'invoices.read', 'invoices.manage'])
       ) as given (role_code, codes)
 where r.code = given.role_code and not (r.permissions @> given.codes);
