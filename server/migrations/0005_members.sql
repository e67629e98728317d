-- Members: who they are, what identifies them, what they agreed to, how they are found; and what becomes of a member
-- (merge, erasure). Personal values stand in these columns and nowhere else.
-- Locks: none that matter, everything is new. Backfill: none.

create schema members;
grant usage on schema members to regulars_app;

-- One row per merchant: the last member number given. Whoever enrols a member or gives, moves or ends a credential takes this
-- row first, so two tills never decide about the same phone at once.
create table members.register (
  merchant_id uuid primary key,
  last_number bigint not null
) with (fillfactor = 50);
select platform.tenant_table('members.register');

create table members.household (
  merchant_id uuid not null,
  id uuid not null,
  name text not null,
  created_at timestamptz not null,
  primary key (merchant_id, id)
);
select platform.tenant_table('members.household');

create table members.member (
  merchant_id uuid not null,
  id uuid not null,
  number text not null,
  status text not null check (status in ('active', 'blocked', 'merged', 'erased')),
  status_reason text,
  merged_into uuid,
  name text not null,
  name_key text not null, -- as names are compared: NFKC, lower case, no spaces
  gender text not null check (gender in ('female', 'male', 'unknown')),
  birthday_calendar text check (birthday_calendar in ('solar', 'lunar')),
  birthday_year smallint,
  birthday_month smallint check (birthday_month between 1 and 12),
  birthday_date smallint check (birthday_date between 1 and 31),
  birthday_is_leap_month boolean not null default false,
  next_birthday_day date,
  home_store_id uuid,
  enrolled_at timestamptz not null,
  enrolled_by uuid,
  source text not null check (source in ('till', 'console', 'portal', 'import', 'integration')),
  external_id text,
  referrer_id uuid,
  household_id uuid,
  allergies text,
  custom jsonb not null default '{}',
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (merchant_id, id),
  unique (merchant_id, number),
  unique (merchant_id, external_id),
  foreign key (merchant_id, merged_into) references members.member (merchant_id, id),
  foreign key (merchant_id, referrer_id) references members.member (merchant_id, id),
  foreign key (merchant_id, household_id) references members.household (merchant_id, id),
  foreign key (merchant_id, home_store_id) references shops.store (merchant_id, id),
  check ((birthday_calendar is null) = (birthday_month is null) and (birthday_month is null) = (birthday_date is null)),
  check ((status = 'merged') = (merged_into is not null))
) with (fillfactor = 85);
create index member_by_enrolment on members.member (merchant_id, enrolled_at desc, id desc);
create index member_by_birthday on members.member (merchant_id, next_birthday_day, id) where next_birthday_day is not null;
create index member_by_name on members.member (merchant_id, name_key, id);
create index member_by_survivor on members.member (merchant_id, merged_into) where merged_into is not null;
create index member_by_referrer on members.member (merchant_id, referrer_id) where referrer_id is not null;
create index member_by_household on members.member (merchant_id, household_id) where household_id is not null;
select platform.tenant_table('members.member');

-- The member's own key, itself sealed with the merchant's. Erasing a member deletes the row: what was sealed stays shut for ever,
-- in the audit log, in events and in every old backup's copy of them.
create table members.member_key (
  merchant_id uuid not null,
  member_id uuid not null,
  sealed_key bytea not null,
  primary key (merchant_id, member_id),
  foreign key (merchant_id, member_id) references members.member (merchant_id, id)
);
select platform.tenant_table('members.member_key');

-- What identifies a member at the till. A card number stands in `label`; a phone is found by its keyed hash and read by
-- unsealing it with the member's key. The main phone is where messages go.
create table members.credential (
  merchant_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  kind text not null check (kind in ('card', 'phone')),
  value_hash bytea not null,
  label text,
  sealed bytea,
  is_main boolean not null default false,
  added_at timestamptz not null,
  blocked_at timestamptz,
  blocked_reason text,
  replaced_by uuid,
  primary key (merchant_id, id),
  unique (merchant_id, kind, value_hash),
  foreign key (merchant_id, member_id) references members.member (merchant_id, id),
  check ((kind = 'card') = (label is not null)),
  check ((kind = 'phone') = (sealed is not null)),
  check (kind = 'phone' or not is_main),
  check (replaced_by is null or blocked_at is not null)
);
create index credential_by_member on members.credential (merchant_id, member_id);
create unique index credential_main on members.credential (merchant_id, member_id) where is_main;
select platform.tenant_table('members.credential');

-- The rotating code of a member: which secret is in force, and the last step that a till accepted. A step is accepted once.
create table members.rotating_code (
  merchant_id uuid not null,
  member_id uuid not null,
  secret_version integer not null default 1,
  last_step bigint not null default 0,
  primary key (merchant_id, member_id),
  foreign key (merchant_id, member_id) references members.member (merchant_id, id)
) with (fillfactor = 70);
select platform.tenant_table('members.rotating_code');

-- Somebody showed who they are; a cart names the row when it is paid.
create table members.identification (
  merchant_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  by text not null check (by in ('code', 'card', 'number', 'phone')),
  is_verified boolean not null,
  at timestamptz not null,
  actor_id uuid,
  primary key (merchant_id, id),
  foreign key (merchant_id, member_id) references members.member (merchant_id, id)
);
create index identification_by_member on members.identification (merchant_id, member_id, at);
select platform.append_only_table('members.identification');
grant delete on members.identification to regulars_app; -- old ones are swept

-- What a member may be found by: ranges over `token` (its first letter says which kind). Derived from member and credential,
-- written with them: no foreign key. Plain b-tree on purpose: trigram operators are not leakproof and row level security
-- would turn them into scans.
create table members.search_token (
  merchant_id uuid not null,
  token text collate "C" not null,
  member_id uuid not null,
  primary key (merchant_id, token, member_id)
);
create index search_token_by_member on members.search_token (merchant_id, member_id);
select platform.tenant_table('members.search_token');

-- Texts that a merchant published in place of the built-in ones (version 1), per purpose. Never changed: a consent names one.
create table members.consent_text (
  merchant_id uuid not null,
  purpose text not null,
  version integer not null check (version > 1),
  text_zh text not null,
  text_en text not null,
  published_at timestamptz not null,
  published_by uuid,
  primary key (merchant_id, purpose, version)
);
select platform.append_only_table('members.consent_text');

-- Each giving and withdrawing, for ever; the last one of a purpose holds.
create table members.consent (
  merchant_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  purpose text not null,
  is_given boolean not null,
  text_version integer not null,
  at timestamptz not null,
  source text not null check (source in ('till', 'console', 'portal', 'import', 'integration', 'merge')),
  actor_id uuid,
  primary key (merchant_id, id),
  foreign key (merchant_id, member_id) references members.member (merchant_id, id)
);
create index consent_by_member on members.consent (merchant_id, member_id, purpose, at, id);
select platform.append_only_table('members.consent');

create table members.note (
  merchant_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  body text not null,
  is_for_till boolean not null,
  at timestamptz not null,
  author_id uuid,
  removed_at timestamptz,
  removed_by uuid,
  primary key (merchant_id, id),
  foreign key (merchant_id, member_id) references members.member (merchant_id, id)
);
create index note_by_member on members.note (merchant_id, member_id, at);
select platform.tenant_table('members.note');

-- Fields that a merchant adds to the profile; values stand in member.custom under the field's code.
create table members.custom_field (
  merchant_id uuid not null,
  id uuid not null,
  code text not null,
  label text not null,
  kind text not null check (kind in ('text', 'number', 'date', 'choice', 'boolean')),
  choices text[] not null default '{}',
  position integer not null,
  is_for_till boolean not null default false,
  archived_at timestamptz,
  primary key (merchant_id, id),
  unique (merchant_id, code)
);
select platform.tenant_table('members.custom_field');

create schema member_lifecycle;
grant usage on schema member_lifecycle to regulars_app;

-- Two records of one person made one. `moved` says by ids what came from where, for the undo.
create table member_lifecycle.merge (
  merchant_id uuid not null,
  id uuid not null,
  survivor_id uuid not null,
  absorbed_id uuid not null,
  at timestamptz not null,
  actor_id uuid,
  moved jsonb not null,
  undone_at timestamptz,
  undone_by uuid,
  primary key (merchant_id, id),
  foreign key (merchant_id, survivor_id) references members.member (merchant_id, id),
  foreign key (merchant_id, absorbed_id) references members.member (merchant_id, id),
  check (survivor_id <> absorbed_id)
);
create index merge_by_survivor on member_lifecycle.merge (merchant_id, survivor_id, at);
create unique index merge_in_force on member_lifecycle.merge (merchant_id, absorbed_id) where undone_at is null;
select platform.tenant_table('member_lifecycle.merge');

-- Pairs that a person looked at and called two people. `first_id` < `second_id`.
create table member_lifecycle.distinct_pair (
  merchant_id uuid not null,
  first_id uuid not null,
  second_id uuid not null,
  at timestamptz not null,
  actor_id uuid,
  primary key (merchant_id, first_id, second_id),
  foreign key (merchant_id, first_id) references members.member (merchant_id, id),
  foreign key (merchant_id, second_id) references members.member (merchant_id, id),
  check (first_id < second_id)
);
select platform.tenant_table('member_lifecycle.distinct_pair');

-- A member's wish to be forgotten: due after the cooling-off, unless taken back. Rows that are done are the erase list that a
-- restore from a backup replays.
create table member_lifecycle.erasure (
  merchant_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  requested_at timestamptz not null,
  requested_by uuid,
  due_at timestamptz not null,
  withdrawn_at timestamptz,
  done_at timestamptz,
  primary key (merchant_id, id),
  foreign key (merchant_id, member_id) references members.member (merchant_id, id),
  check (withdrawn_at is null or done_at is null)
);
create unique index erasure_open on member_lifecycle.erasure (merchant_id, member_id) where withdrawn_at is null and done_at is null;
create index erasure_due on member_lifecycle.erasure (merchant_id, due_at) where withdrawn_at is null and done_at is null;
select platform.tenant_table('member_lifecycle.erasure');
