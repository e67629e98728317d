-- Messages to members: what was planned, why it went out or did not, what became of it; templates, channels, policy, and what
-- each member wants to hear. Nothing is sent inside a transaction: a row says what is about to leave, `next_at` when to look again.
-- Locks: the rows of two roles of each merchant. Backfill: their permissions; everything else is new.

create schema messaging;
grant usage on schema messaging to regulars_app;

-- One per message and channel, for ever; address and body go when nobody needs them any more, or with the member.
-- `data` holds ids, amounts and days, never who somebody is; what must not lie open (codes, addresses) is sealed.
create table messaging.message (
  merchant_id uuid not null,
  id uuid not null,
  kind text not null,
  topic text not null check (topic in ('codes', 'service', 'receipts', 'holdings', 'care', 'offers')),
  channel text not null check (channel in ('sms', 'email', 'inbox')),
  language text check (language in ('zh', 'en')), -- known when it is written
  member_id uuid,
  dedupe_key text not null, -- one message for one thing, however often it is told
  about jsonb not null, -- the event that it tells of: the proof keeps it
  data jsonb not null,
  sealed_data bytea, -- of codes and test sends, until they are of no use
  state text not null check (state in ('planned', 'reserved', 'accepted', 'delivered', 'failed', 'rejected', 'unknown',
                                       'refused', 'would_send')),
  reason text, -- why it waits, was refused, failed
  planned_at timestamptz not null,
  expires_at timestamptz, -- not a moment later
  next_at timestamptz, -- when to send or to ask about it; null: nothing to do
  leased_until timestamptz, -- somebody is at it; whoever died lets go by then
  attempt integer not null default 0,
  asked_count integer not null default 0,
  channel_account_id uuid,
  template_version integer,
  address_hash bytea,
  address bytea,
  body bytea,
  parts integer not null default 0,
  cost_mills bigint not null default 0 check (cost_mills >= 0), -- thousandths of the currency: a text message costs 0.045
  provider_message_id text,
  counts boolean not null default false, -- it holds a place under the caps
  reserved_at timestamptz,
  accepted_at timestamptz,
  delivered_at timestamptz,
  finished_at timestamptz,
  forget_at timestamptz, -- when body, address and sealed data go
  primary key (merchant_id, id),
  check (not counts or reserved_at is not null)
) with (fillfactor = 70);
create unique index message_by_key on messaging.message (merchant_id, dedupe_key);
create index message_by_time on messaging.message (merchant_id, planned_at, id);
create index message_by_member on messaging.message (merchant_id, member_id, planned_at, id);
create index message_by_due on messaging.message (merchant_id, next_at) where next_at is not null;
create index message_under_caps on messaging.message (merchant_id, member_id, topic, reserved_at) where counts;
create index message_of_provider on messaging.message (merchant_id, channel_account_id, provider_message_id)
  where provider_message_id is not null;
create index message_by_forgetting on messaging.message (merchant_id, forget_at) where forget_at is not null;
select platform.tenant_table('messaging.message');

-- The lock under which a member's messages are counted: two senders never both find the last place free.
create table messaging.pressure (
  merchant_id uuid not null,
  member_id uuid not null,
  primary key (merchant_id, member_id)
);
select platform.tenant_table('messaging.pressure');

-- What messages of a month have cost or may cost. Taken with the reservation, given back when nothing went out.
create table messaging.spending (
  merchant_id uuid not null,
  month date not null,
  spent_mills bigint not null,
  primary key (merchant_id, month)
) with (fillfactor = 50);
select platform.tenant_table('messaging.spending');

-- What the member finds in the portal. Title and text are sealed with the member's own key.
create table messaging.inbox_item (
  merchant_id uuid not null,
  id uuid not null, -- the message's own
  member_id uuid not null,
  kind text not null,
  content bytea not null,
  at timestamptz not null,
  read_at timestamptz,
  primary key (merchant_id, id)
);
create index inbox_by_member on messaging.inbox_item (merchant_id, member_id, at, id);
select platform.tenant_table('messaging.inbox_item');

-- Each yes and no of a member about one channel and topic, for ever: the last one holds, and it is the proof.
create table messaging.choice (
  merchant_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  channel text not null check (channel in ('sms', 'email', 'inbox')),
  topic text not null check (topic in ('receipts', 'holdings', 'care', 'offers')),
  is_on boolean not null,
  at timestamptz not null,
  source text not null check (source in ('portal', 'console', 'till', 'reply', 'integration')),
  actor_id uuid,
  primary key (merchant_id, id)
);
create index choice_by_member on messaging.choice (merchant_id, member_id, channel, topic, at, id);
select platform.append_only_table('messaging.choice');

-- How a member wants to be reached: language, hours without messages beside the shop's, most of them in seven days, e-mail.
create table messaging.member_setting (
  merchant_id uuid not null,
  member_id uuid not null,
  language text check (language in ('zh', 'en')),
  time_zone text,
  quiet_from_minute smallint check (quiet_from_minute between 0 and 1439),
  quiet_to_minute smallint check (quiet_to_minute between 0 and 1439),
  week_most smallint check (week_most between 0 and 100),
  email bytea, -- sealed with the member's key
  changed_at timestamptz not null,
  primary key (merchant_id, member_id),
  check ((quiet_from_minute is null) = (quiet_to_minute is null))
);
select platform.tenant_table('messaging.member_setting');

-- Addresses that no marketing goes to, as keyed hashes: who said stop is heard for ever, erased or not.
create table messaging.suppression (
  merchant_id uuid not null,
  channel text not null check (channel in ('sms', 'email')),
  address_hash bytea not null,
  reason text not null check (reason in ('stop_reply', 'hard_bounce', 'by_hand')),
  at timestamptz not null,
  actor_id uuid,
  primary key (merchant_id, channel, address_hash)
);
select platform.tenant_table('messaging.suppression');

-- The merchant's own wording in place of the built-in one (version 1). Never changed: a message names its version.
create table messaging.template_version (
  merchant_id uuid not null,
  kind text not null,
  channel text not null check (channel in ('sms', 'email', 'inbox')),
  language text not null check (language in ('zh', 'en')),
  version integer not null check (version > 1),
  title text not null,
  body text not null,
  provider_codes jsonb not null, -- what the wording was approved under, by provider
  saved_at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, kind, channel, language, version)
);
select platform.append_only_table('messaging.template_version');

-- Which kinds go out, and by which channels. A kind without a row is as the product brings it.
create table messaging.kind_setting (
  merchant_id uuid not null,
  kind text not null,
  is_on boolean not null,
  channels text[] not null,
  changed_at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, kind)
);
select platform.tenant_table('messaging.kind_setting');

-- The way to a provider. Secrets are sealed and never shown. One open account per channel.
create table messaging.channel_account (
  merchant_id uuid not null,
  id uuid not null,
  channel text not null check (channel in ('sms', 'email')),
  provider text not null check (provider in ('aliyun', 'tencent', 'smtp')),
  name text not null,
  base_url text not null,
  settings jsonb not null,
  secrets bytea not null,
  part_price_mills integer not null check (part_price_mills >= 0),
  per_second integer not null check (per_second between 1 and 1000),
  day_most integer check (day_most > 0),
  rate_free_at timestamptz not null, -- before it, the provider's rate is used up
  changed_at timestamptz not null,
  closed_at timestamptz,
  author_id uuid,
  primary key (merchant_id, id)
);
create unique index channel_account_open on messaging.channel_account (merchant_id, channel) where closed_at is null;
select platform.tenant_table('messaging.channel_account');

-- Quiet hours, caps by topic, budget.
create table messaging.policy (
  merchant_id uuid not null,
  quiet_from_minute smallint not null check (quiet_from_minute between 0 and 1439),
  quiet_to_minute smallint not null check (quiet_to_minute between 0 and 1439),
  caps jsonb not null,
  month_budget_cents bigint check (month_budget_cents >= 0),
  version integer not null,
  changed_at timestamptz not null,
  author_id uuid,
  primary key (merchant_id)
);
select platform.tenant_table('messaging.policy');

update identity.role r
   set permissions = r.permissions || array(
         select code from unnest(given.codes) as code where not (code = any(r.permissions)))
  from (values
         ('manager', array['messages.read', 'messages.manage']),
         ('marketer', array['messages.read', 'messages.manage'])
       ) as given (role_code, codes)
 where r.code = given.role_code and not (r.permissions @> given.codes);
