-- Who works here: users, roles as sets of permissions, sessions, API keys, approvals.
-- Locks: none that matter, everything is new. Backfill: none.

create schema identity;
grant usage on schema identity to regulars_app;

-- A set of permissions that a merchant can edit. `code` marks the ones it started with; the owner role always holds all.
create table identity.role (
  merchant_id uuid not null,
  id uuid not null,
  code text check (code in ('owner', 'manager', 'cashier', 'advisor', 'marketer', 'accountant')),
  name text not null check (name <> ''),
  permissions text[] not null,
  created_at timestamptz not null,
  primary key (merchant_id, id),
  unique (merchant_id, code),
  unique (merchant_id, name)
);
select platform.tenant_table('identity.role');

-- Somebody who signs in. `password_hash` and `pin_hash` are argon2id, peppered with the installation's secret.
create table identity."user" (
  merchant_id uuid not null,
  id uuid not null,
  login_name text not null check (login_name <> ''),
  name text not null check (name <> ''),
  every_store boolean not null,
  password_hash text not null,
  password_changed_at timestamptz not null,
  must_change_password boolean not null,
  pin_hash text,
  pin_tries smallint not null default 0 check (pin_tries between 0 and 5),
  totp_secret bytea,
  totp_enabled_at timestamptz,
  totp_last_step bigint not null default 0,
  created_at timestamptz not null,
  disabled_at timestamptz,
  primary key (merchant_id, id),
  unique (merchant_id, login_name),
  check (totp_enabled_at is null or totp_secret is not null)
);
select platform.tenant_table('identity."user"');

create table identity.user_role (
  merchant_id uuid not null,
  user_id uuid not null,
  role_id uuid not null,
  primary key (merchant_id, user_id, role_id),
  foreign key (merchant_id, user_id) references identity."user" (merchant_id, id),
  foreign key (merchant_id, role_id) references identity.role (merchant_id, id)
);
create index user_role_by_role on identity.user_role (merchant_id, role_id);
select platform.tenant_table('identity.user_role');

-- The stores of a user who may not work in all of them.
create table identity.user_store (
  merchant_id uuid not null,
  user_id uuid not null,
  store_id uuid not null,
  primary key (merchant_id, user_id, store_id),
  foreign key (merchant_id, user_id) references identity."user" (merchant_id, id)
);
select platform.tenant_table('identity.user_store');

-- One-time codes for whoever lost the phone with the TOTP secret.
create table identity.recovery_code (
  merchant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (merchant_id, id),
  unique (merchant_id, user_id, code_hash),
  foreign key (merchant_id, user_id) references identity."user" (merchant_id, id)
);
select platform.tenant_table('identity.recovery_code');

-- A browser in which this user once signed in: its tries are counted apart, so that guessing from elsewhere locks nobody out.
create table identity.known_browser (
  merchant_id uuid not null,
  user_id uuid not null,
  browser_hash bytea not null,
  last_used_at timestamptz not null,
  primary key (merchant_id, user_id, browser_hash),
  foreign key (merchant_id, user_id) references identity."user" (merchant_id, id)
);
select platform.tenant_table('identity.known_browser');

-- A till's browser. Its key is found by its keyed hash in platform.credential_lookup; a device bound again is a new row with a
-- new number, so that its receipt numbers never meet those of before.
create table identity.device (
  merchant_id uuid not null,
  id uuid not null,
  store_id uuid not null,
  number integer not null check (number between 1 and 9999),
  name text not null check (name <> ''),
  key_hash bytea not null,
  registered_by uuid,
  registered_at timestamptz not null,
  last_seen_at timestamptz,
  revoked_at timestamptz,
  primary key (merchant_id, id),
  unique (merchant_id, store_id, number),
  unique (merchant_id, key_hash)
);
select platform.tenant_table('identity.device');

-- A signed-in browser. The token is found by its keyed hash in platform.credential_lookup, as long as the session lives.
create table identity.session (
  merchant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  token_hash bytea not null,
  device_id uuid,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  idle_seconds integer not null check (idle_seconds > 0),
  expires_at timestamptz not null,
  ip text,
  user_agent text not null,
  ended_at timestamptz,
  primary key (merchant_id, id),
  unique (merchant_id, token_hash),
  foreign key (merchant_id, user_id) references identity."user" (merchant_id, id),
  foreign key (merchant_id, device_id) references identity.device (merchant_id, id)
) with (fillfactor = 80);
create index session_live on identity.session (merchant_id, user_id) where ended_at is null;
select platform.tenant_table('identity.session');

-- A program's key. Shown once; kept as a keyed hash in platform.credential_lookup.
create table identity.api_key (
  merchant_id uuid not null,
  id uuid not null,
  name text not null check (name <> ''),
  key_hash bytea not null,
  key_start text not null,
  permissions text[] not null,
  created_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (merchant_id, id),
  unique (merchant_id, key_hash)
);
select platform.tenant_table('identity.api_key');

-- A manager's yes on a cashier's screen to one thing, once, for minutes.
create table identity.approval (
  merchant_id uuid not null,
  id uuid not null,
  permission text not null,
  subject_kind text not null,
  subject_id uuid not null,
  amount_cents bigint check (amount_cents >= 0),
  reason text not null check (reason <> ''),
  requested_by uuid not null,
  approved_by uuid not null,
  store_id uuid,
  approved_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (merchant_id, id)
);
select platform.tenant_table('identity.approval');
