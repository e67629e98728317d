import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from './work.ts'

/** No row level security, no personal data: how a request finds its merchant, and a sweep its work. */
const globalTables = ['platform.credential_lookup', 'platform.due_work', 'platform.merchant', 'platform.rate_limit']

/** What happened and who did it: the app adds lines and never changes one. */
const appendOnlyTables = [
  'audit.entry',
  'audit.seal',
  'cashier.cash_count',
  'cashier.day_close',
  'cashier.day_orphan',
  'cashier.drawer_movement',
  'cashier.refund',
  'cashier.refund_line',
  'cashier.refund_tender',
  'cashier.sale',
  'cashier.sale_line',
  'cashier.tender',
  'cashier.z_report',
  'invoices.red_letter',
  'ledger.entry',
  'ledger.lot_extension',
  'ledger.lot_use',
  'members.consent',
  'members.consent_text',
  'payments.claim',
  'payments.payment_event',
  'platform.event',
  'stock.move',
]

/** One row per thing sold or moved. A foreign key would cost a look-up and a lock each; `ledger verify` checks instead. */
const hotTables = [
  'cashier.sale',
  'cashier.sale_line',
  'cashier.tender',
  'ledger.entry',
  'ledger.lot',
  'ledger.lot_use',
  'platform.event',
  'stock.move',
  'stock.on_hand',
]

const appRole = 'regulars_app'
const own = `(NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid`
/** What is read is compared by the planner, what is written row by row: with what a subquery found once. */
const [readPolicy, writePolicy] = [`(merchant_id = ${own})`, `(merchant_id = ( SELECT ${own} AS own))`]

/** Relations of ours: the job runner brings its own schema, the migrator keeps its list. */
const ours = `n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'migration', 'graphile_worker')
  and n.nspname not like 'pg\\_%'`

async function namesOf(text: string, values: unknown[] = []): Promise<string[]> {
  const { rows } = await testDatabase().pool.query<{ name: string }>(text, values)
  return rows.map((row) => row.name)
}

/** Tables of ours that meet `condition` over pg_class `c`, sorted. */
function tables(condition: string): Promise<string[]> {
  return namesOf(
    `select format('%s.%s', n.nspname, c.relname) as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and ${ours} and (${condition})
      order by 1`,
  )
}

/** A list of this file that names a table which is gone checks nothing. */
async function missing(names: string[]): Promise<string[]> {
  const existing = new Set(await tables('true'))
  return names.filter((name) => !existing.has(name))
}

test('every table is guarded by row level security, but for the global ones', async () => {
  assert.deepEqual(await tables('not c.relrowsecurity'), globalTables)
})

test('every guarded table has merchant_id, first in its primary key', async () => {
  const unfit = await tables(
    `c.relrowsecurity and not exists (
       select from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
        where i.indrelid = c.oid and i.indisprimary and a.attname = 'merchant_id'
          and a.attnotnull and a.atttypid = 'uuid'::regtype)`,
  )
  assert.deepEqual(unfit, [])
})

test('every guarded table has the one policy, for reading and for writing', async () => {
  const unfit = await namesOf(
    `select format('%s.%s: %s', n.nspname, c.relname, p.polname) as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       left join pg_policy p on p.polrelid = c.oid
      where c.relrowsecurity and ${ours}
        and (p.polcmd is distinct from '*' or not p.polpermissive
             or pg_get_expr(p.polqual, c.oid) <> $1 or pg_get_expr(p.polwithcheck, c.oid) <> $2
             or (select count(*) from pg_policy other where other.polrelid = c.oid) <> 1)`,
    [readPolicy, writePolicy],
  )
  assert.deepEqual(unfit, [])
})

test('every unique index and exclusion of a guarded table includes merchant_id', async () => {
  const unfit = await namesOf(
    `select i.indexrelid::regclass::text as name
       from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
      where c.relrowsecurity and ${ours} and (i.indisunique or i.indisexclusion)
        and not exists (select from pg_attribute a
              where a.attrelid = c.oid and a.attname = 'merchant_id' and a.attnum = any (i.indkey))`,
  )
  assert.deepEqual(unfit, [])
})

test('every foreign key pairs merchant_id with merchant_id', async () => {
  const unfit = await namesOf(
    `select format('%s on %s', k.conname, k.conrelid::regclass) as name
       from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
      where k.contype = 'f' and c.relrowsecurity and ${ours}
        and not exists (
          select from unnest(k.conkey, k.confkey) as pair(near, far)
            join pg_attribute a on a.attrelid = k.conrelid and a.attnum = pair.near
            join pg_attribute b on b.attrelid = k.confrelid and b.attnum = pair.far
           where a.attname = 'merchant_id' and b.attname in ('merchant_id', 'id')
             and (b.attname = 'merchant_id' or k.confrelid = 'platform.merchant'::regclass))`,
  )
  assert.deepEqual(unfit, [])
})

test('hot tables have no foreign keys', async () => {
  assert.deepEqual(await missing(hotTables), [])
  const keyed = await tables(`exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f')`)
  assert.deepEqual(
    hotTables.filter((table) => keyed.includes(table)),
    [],
  )
})

test('nothing draws from a sequence and nothing fires a trigger', async () => {
  const sequences = await namesOf(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'S' and ${ours}`,
  )
  const triggered = await tables('exists (select from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal)')
  assert.deepEqual({ sequences, triggered }, { sequences: [], triggered: [] })
})

test('the app role can neither bypass row level security nor lift itself up', async () => {
  const { rows } = await testDatabase().pool.query(
    `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
            (select count(*) from pg_auth_members m where m.member = r.oid)::integer as "memberOf"
       from pg_roles r where rolname = $1`,
    [appRole],
  )
  assert.deepEqual(rows, [
    {
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
      memberOf: 0,
    },
  ])
})

test('the suite itself runs as the app role', async () => {
  assert.deepEqual(await namesOf('select current_user as name'), [appRole])
})

test('the app role owns nothing and can make nothing', async () => {
  const owned = await namesOf(
    `select c.oid::regclass::text as name from pg_class c where pg_get_userbyid(c.relowner) = $1
     union all select nspname from pg_namespace where pg_get_userbyid(nspowner) = $1
        or (nspname not like 'pg\\_temp%' and nspname <> 'graphile_worker' and has_schema_privilege($1, oid, 'create'))
     union all select p.oid::regprocedure::text from pg_proc p where pg_get_userbyid(p.proowner) = $1`,
    [appRole],
  )
  assert.deepEqual(owned, [])
})

test('what happened can be added to, never changed', async () => {
  assert.deepEqual(await missing(appendOnlyTables), [])
  const changeable = await namesOf(
    `select format('%s.%s', t.name, a.attname) as name
       from unnest($1::text[]) as t(name) join pg_attribute a on a.attrelid = t.name::regclass and a.attnum > 0
      where not a.attisdropped and has_column_privilege($2, t.name, a.attname, 'update')`,
    [appendOnlyTables, appRole],
  )
  // The right to lock a sale for its refund comes only with the right to update a column.
  assert.deepEqual(changeable, ['cashier.sale.note'])
  const removable = await namesOf(
    `select name from unnest($1::text[]) as name
      where has_table_privilege($2, name, 'delete') or has_table_privilege($2, name, 'truncate')`,
    [appendOnlyTables, appRole],
  )
  assert.deepEqual(removable, [])
})

test('views read with the rights of who asks, and no function lends its own', async () => {
  const views = await namesOf(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('v', 'm') and ${ours}
        and (c.relkind = 'm' or not coalesce(c.reloptions @> '{security_invoker=true}', false))`,
  )
  const functions = await namesOf(
    `select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where p.prosecdef and ${ours}`,
  )
  assert.deepEqual({ views, functions }, { views: [], functions: [] })
})

test('names tell types: cents and units are bigint, instants timestamptz, days date', async () => {
  const unfit = await namesOf(
    `select format('%s.%s.%s is %s', n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod)) as name
       from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and ${ours} and a.attnum > 0 and not a.attisdropped
        and (a.attname like '%\\_cents' and a.atttypid not in ('bigint'::regtype, 'bigint[]'::regtype)
             or a.attname like '%\\_at' and a.atttypid <> 'timestamptz'::regtype
             or a.attname like '%\\_day' and a.atttypid <> 'date'::regtype
             or a.atttypid = 'timestamp'::regtype
             or a.atttypid in ('real'::regtype, 'double precision'::regtype, 'money'::regtype))`,
  )
  assert.deepEqual(unfit, [])
})

test('text is compared byte by byte', async () => {
  const collations = await namesOf('select datcollate as name from pg_database where datname = current_database()')
  const columns = await namesOf(
    `select format('%s.%s', a.attrelid::regclass, a.attname) as name
       from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and ${ours} and a.attnum > 0 and a.attcollation <> 0
        and a.attcollation not in (select oid from pg_collation where collname in ('default', 'C'))`,
  )
  assert.deepEqual({ collations, columns }, { collations: ['C'], columns: [] })
})
