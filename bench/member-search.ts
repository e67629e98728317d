// Finding one of a million members over HTTP, signed in, by everything the till's input takes. Goal: p99 under 50 ms.
// Run: node bench/member-search.ts [--members 1000000] [--seconds 5]
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { httpLoad } from './lib/http-load.ts'
import { startBenchShop } from './lib/bench-shop.ts'
import { describeMachine } from './lib/machine.ts'
import { type Person, personRows, pickPerson } from './lib/made-up-people.ts'

const { values } = parseArgs({
  options: { members: { type: 'string', default: '1000000' }, seconds: { type: 'string', default: '5' } },
})
const members = Number(values.members)
const seconds = Number(values.seconds)

/** What people type, by kind. */
const typed: Record<string, (person: Person) => string> = {
  'card number': ({ card }) => card,
  'member number': ({ number }) => number,
  'whole phone': ({ phone }) => phone.slice(3),
  'last four digits of a phone': ({ phone }) => phone.slice(-4),
  'last six digits of a phone': ({ phone }) => phone.slice(-6),
  'whole name': ({ name }) => name,
  'given name': ({ name }) => name.slice(1),
  'surname alone (tens of thousands)': ({ name }) => name.slice(0, 1),
  'pinyin of the name': ({ pinyin }) => pinyin,
  'first letters of the pinyin': ({ initials }) => initials,
  'one letter': ({ initials }) => initials.slice(0, 1),
  'a name that nobody has': () => '阿尔伯特',
}

const shop = await startBenchShop()
try {
  console.log(await describeMachine(shop.ownerUrl))
  const began = performance.now()
  await fill()
  console.log(`${members} members filled in ${((performance.now() - began) / 1000).toFixed(0)} s`)
  for (const [what, textOf] of Object.entries(typed)) await measure(what, textOf, 1)
  const kinds = Object.values(typed)
  await measure('any of these', (person) => kinds[Math.floor(Math.random() * kinds.length)]!(person), 16)
} finally {
  await shop.stop()
}

/** Copies the rows in as the owner, with the token table's key built afterwards, as a bulk load does. */
async function fill(): Promise<void> {
  const owner = new pg.Client({ connectionString: shop.ownerUrl })
  await owner.connect()
  await owner.query('alter table members.search_token drop constraint search_token_pkey')
  await owner.query('drop index members.search_token_by_member')
  const keyOf = (purpose: string) => shop.database.keys(purpose, shop.merchantId)
  const batch = 20_000
  for (let first = 0; first < members; first += batch) {
    const tables = personRows({ key: keyOf }, shop.merchantId, first, Math.min(batch, members - first))
    for (const { into, lines } of tables) {
      await pipeline(Readable.from(lines), owner.query(copyFrom(`copy ${into} from stdin`)))
    }
  }
  await owner.query('alter table members.search_token add primary key (merchant_id, token, member_id)')
  await owner.query('create index search_token_by_member on members.search_token (merchant_id, member_id)')
  await owner.query('vacuum analyze members.search_token, members.member, members.credential, members.member_key')
  await owner.query('checkpoint')
  const { rows } = await owner.query<{ tokens: string; size: string }>(`
    select count(*) as tokens, pg_size_pretty(pg_total_relation_size('members.search_token')) as size from members.search_token`)
  console.log(`${rows[0]!.tokens} search tokens, ${rows[0]!.size}`)
  await owner.end()
}

async function measure(what: string, textOf: (person: Person) => string, connections: number): Promise<void> {
  const { requests, perSecond, p50Ms, p99Ms, failures } = await httpLoad({
    port: shop.port,
    connections,
    seconds,
    makeRequest: () => ({
      method: 'GET',
      path: `/api/v1/members?limit=20&search=${encodeURIComponent(textOf(pickPerson(members)))}`,
      headers: shop.headers,
    }),
  })
  console.log(
    `${what.padEnd(34)} ${String(connections).padStart(2)} at once: p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms,` +
      ` ${perSecond.toFixed(0)}/s (${requests}) ${Object.keys(failures).length > 0 ? JSON.stringify(failures) : ''}`,
  )
}
