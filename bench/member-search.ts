// Finding one of a million members over HTTP, signed in, by everything the till's input takes. Goal: p99 under 50 ms.
// Run: node bench/member-search.ts [--members 1000000] [--seconds 5] [--kind PART-OF-NAME] [--data-dir DIR]
// With --data-dir the filled database stays in DIR and is used again by the next run; --fill-only ends once it is there.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { fillMembers } from './lib/fill-members.ts'
import { httpLoad } from './lib/http-load.ts'
import { startBenchShop } from './lib/bench-shop.ts'
import { describeMachine } from './lib/machine.ts'
import { type Person, pickPerson } from './lib/made-up-people.ts'

const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '5' },
    kind: { type: 'string', default: '' },
    'data-dir': { type: 'string' },
    'fill-only': { type: 'boolean', default: false },
  },
})
const members = Number(values.members)
const seconds = Number(values.seconds)
const dataDir = values['data-dir'] ? path.resolve(values['data-dir']) : null

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

const isFilled = dataDir !== null && (await readMark(dataDir)) === members
if (dataDir && !isFilled) await removeUnfinished(dataDir)
const shop = await startBenchShop(dataDir ? { DATA_DIR: dataDir } : {})
try {
  console.log(await describeMachine(shop.ownerUrl))
  if (!isFilled) await fill()
  if (!values['fill-only']) await measureAll()
} finally {
  await shop.stop({ keepData: dataDir !== null })
}

/** A fill of another number, or one that was cut short; nothing else is ever removed. */
async function removeUnfinished(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => [])
  if (names.length > 0 && !names.includes('bench-shop.json')) throw new Error(`${folder} holds something else`)
  await rm(folder, { recursive: true, force: true })
}

function markIn(folder: string): string {
  return path.join(folder, 'bench-members')
}

/** How many members were filled in to the end; null where none were. */
async function readMark(folder: string): Promise<number | null> {
  return readFile(markIn(folder), 'utf8').then(Number, () => null)
}

async function fill(): Promise<void> {
  const began = performance.now()
  await fillMembers(shop, members)
  console.log(`${members} members filled in ${((performance.now() - began) / 1000).toFixed(0)} s`)
  if (dataDir) await writeFile(markIn(dataDir), String(members))
}

async function measureAll(): Promise<void> {
  const kinds = Object.entries(typed).filter(([what]) => what.includes(values.kind))
  for (const [what, textOf] of kinds) await measure(what, textOf, 1)
  const anyOf = (person: Person) => kinds[Math.floor(Math.random() * kinds.length)]![1](person)
  await measure('any of these, 16 tills, 5 a second each', anyOf, 16, 200)
  await measure('any of these, without a pause', anyOf, 16)
}

async function measure(
  what: string,
  textOf: (person: Person) => string,
  connections: number,
  pauseMs = 0,
): Promise<void> {
  const { requests, perSecond, p50Ms, p99Ms, failures } = await httpLoad({
    port: shop.port,
    connections,
    seconds,
    pauseMs,
    warmUpSeconds: 2,
    makeRequest: () => ({
      method: 'GET',
      path: `/api/v1/members?limit=20&search=${encodeURIComponent(textOf(pickPerson(members)))}`,
      headers: shop.headers,
    }),
  })
  console.log(
    `${what.padEnd(40)} ${String(connections).padStart(2)} at once: p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms,` +
      ` ${perSecond.toFixed(0)}/s (${requests}) ${Object.keys(failures).length > 0 ? JSON.stringify(failures) : ''}`,
  )
}
