import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { BenchShop } from './bench-shop.ts'
import { personRows } from './made-up-people.ts'

const filled = ['members.member', 'members.member_key', 'members.credential', 'members.search_token'] as const
const batchSize = 20_000

/**
 * Copies `members` made-up people in as the owner, the way a bulk load does: foreign keys unchecked, secondary indexes built
 * afterwards, and the rows of the next batch made while PostgreSQL takes in those before.
 */
export async function fillMembers(shop: BenchShop, members: number): Promise<void> {
  const owner = new pg.Client({ connectionString: shop.ownerUrl })
  await owner.connect()
  await owner.query("set session_replication_role = replica; set maintenance_work_mem = '1GB'")
  const rebuild = await dropIndexes(owner)
  const rowsFrom = (first: number) =>
    personRows(
      { key: (purpose) => shop.database.keys(purpose, shop.merchantId) },
      shop.merchantId,
      first,
      Math.min(batchSize, members - first),
    )
  let copying: Promise<void> = Promise.resolve()
  for (let first = 0; first < members; first += batchSize) {
    const tables = rowsFrom(first)
    await copying
    copying = copyIn(owner, tables)
    if (first % 200_000 === 0 && first > 0) console.log(`  ${first} members`)
  }
  await copying
  for (const statement of rebuild) await owner.query(statement)
  await owner.query(`vacuum analyze ${filled.join(', ')}`)
  await owner.query('checkpoint')
  await owner.end()
}

async function copyIn(owner: pg.Client, tables: ReturnType<typeof personRows>): Promise<void> {
  for (const { into, lines } of tables) {
    await pipeline(Readable.from([lines.join('')]), owner.query(copyFrom(`copy ${into} from stdin`)))
  }
}

/** Drops every index of the filled tables that no foreign key stands on; gives the statements that make them again. */
async function dropIndexes(owner: pg.Client): Promise<string[]> {
  const { rows } = await owner.query<{ drop: string; make: string }>(
    `
    select case when c.oid is null then format('drop index %s', i.indexrelid::regclass)
                else format('alter table %s drop constraint %I', i.indrelid::regclass, c.conname) end as drop,
           case when c.oid is null then pg_get_indexdef(i.indexrelid)
                else format('alter table %s add constraint %I %s', i.indrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
           end as make
      from pg_index i
      left join pg_constraint c on c.conindid = i.indexrelid and c.contype in ('p', 'u')
     where i.indrelid = any($1::regclass[])
       and not exists (select from pg_constraint f where f.contype = 'f' and f.conindid = i.indexrelid)`,
    [filled],
  )
  for (const { drop } of rows) await owner.query(drop)
  return rows.map(({ make }) => make)
}
