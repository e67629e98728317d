-- Leaving without signing in, the member's yes at the counter, passes handed on by a link, and what the shop changed because of a reason.
-- Locks: leaving and follow_up for the moment that their checks are replaced; both are small. Backfill: none but roles.

alter table retention.leaving
  -- 'open': signed out, by card number and a code to the phone.
  drop constraint leaving_channel_check,
  add constraint leaving_channel_check check (channel in ('portal', 'open', 'counter', 'phone')),
  -- What stands for the member's own yes where staff did it: a code from the member's phone, or why there was none.
  add column confirmed_at timestamptz,
  add column confirmed_as text check (confirmed_as in ('code', 'no_phone', 'phone_lost', 'no_signal')),
  add constraint leaving_confirmed_whole check ((confirmed_at is null) = (confirmed_as is null));

-- Somebody may call to complain; that is not an outcome to lose among the others.
alter table retention.follow_up
  drop constraint follow_up_outcome_check,
  add constraint follow_up_outcome_check
    check (outcome in ('reached', 'not_reached', 'comes_back', 'not_interested', 'complains', 'done'));

-- A pass that its holder hands on instead of leaving: whoever takes the link first has it. The link is derived, never kept.
create table retention.pass_gift (
  merchant_id uuid not null,
  id uuid not null,
  leaving_id uuid not null,
  pass_id uuid not null,
  member_id uuid not null,
  at timestamptz not null,
  ends_at timestamptz not null,
  taken_at timestamptz,
  taken_by uuid,
  withdrawn_at timestamptz,
  primary key (merchant_id, id),
  check ((taken_at is null) = (taken_by is null)),
  check (taken_at is null or withdrawn_at is null)
);
create index pass_gift_by_member on retention.pass_gift (merchant_id, member_id, at);
select platform.tenant_table('retention.pass_gift');

-- What the shop changed on a day because people left for a reason: their share before and after is counted from the leavings.
create table retention.improvement (
  merchant_id uuid not null,
  id uuid not null,
  reason_code text not null,
  day date not null,
  words text not null check (words <> ''),
  at timestamptz not null,
  author_id uuid,
  dropped_at timestamptz,
  primary key (merchant_id, id)
);
select platform.tenant_table('retention.improvement');

-- Calling people is its own right: whoever could cancel for members could call them, and still can.
update identity.role
   set permissions = permissions || array['retention.follow']
 where 'retention.serve' = any(permissions) and not ('retention.follow' = any(permissions));
