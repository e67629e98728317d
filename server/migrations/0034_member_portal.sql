-- Members sign in by themselves: codes sent to a phone, and the sessions that follow.
-- Locks: none that matter, everything is new. Backfill: none.

-- A six-digit code that was sent to a phone, known or not. Phone and code are keyed hashes. A right code is used at once; where
-- the phone is nobody's yet it leaves a proof with which its owner may enrol. Rows are swept a day later.
create table identity.phone_code (
  merchant_id uuid not null,
  id uuid not null,
  purpose text not null check (purpose in ('sign_in', 'phone_change', 'cancellation')),
  phone_hash bytea not null,
  code_hash bytea not null,
  tries smallint not null default 0 check (tries between 0 and 5),
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  proof_hash bytea,
  proof_expires_at timestamptz,
  proof_used_at timestamptz,
  primary key (merchant_id, id),
  check ((proof_hash is null) = (proof_expires_at is null)),
  check (proof_hash is null or used_at is not null)
);
create index phone_code_by_phone on identity.phone_code (merchant_id, phone_hash, purpose, sent_at desc);
create index phone_code_by_age on identity.phone_code (merchant_id, sent_at);
create index phone_code_by_proof on identity.phone_code (merchant_id, proof_hash) where proof_hash is not null;
select platform.tenant_table('identity.phone_code');
grant delete on identity.phone_code to regulars_app;

-- A member's signed-in phone. The token is found by its keyed hash in platform.credential_lookup while the session lives. No
-- foreign key: members are another module's, and a merged member's sessions go on as the survivor's.
create table identity.member_session (
  merchant_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  token_hash bytea not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ip text,
  user_agent text not null,
  ended_at timestamptz,
  primary key (merchant_id, id),
  unique (merchant_id, token_hash)
) with (fillfactor = 80);
create index member_session_live on identity.member_session (merchant_id, member_id) where ended_at is null;
create index member_session_by_end on identity.member_session (merchant_id, expires_at) where ended_at is null;
select platform.tenant_table('identity.member_session');
