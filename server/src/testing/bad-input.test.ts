import assert from 'node:assert/strict'
import { before, mock, test } from 'node:test'
import { sql } from 'kysely'
import type { App } from '#platform/http.ts'
import type { RouteRow } from '#platform/server.ts'
import { TokenBuckets } from '#platform/token-buckets.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from './app.ts'
import { findForeignId } from './foreign-ids.ts'
import { type CallerHeaders, type Callers, makeCallers } from './callers.ts'
import { type InputSpot, inputSpots, type SpotSchema } from './input-spots.ts'
import { type SampleSchema, sampleInput } from './sample-input.ts'
import { committed } from './work.ts'

// Every route, with everything that people, programs and broken lines send in place of what it wants.

let app: App
let ours: Callers

before(async () => {
  // How often anybody may ask is another test's subject.
  mock.method(TokenBuckets.prototype, 'take', () => 0)
  app = await testApp()
  ours = await makeCallers()
})

type Answer = {
  status: number
  code?: string
  detail?: string
  details?: { field?: string; problem?: string; sentence?: string }
}
type RouteSchemas = { params?: SampleSchema; body?: SampleSchema; querystring?: SampleSchema }

const schemasOf = ({ schema }: RouteRow) => (schema ?? {}) as RouteSchemas

/** Those that take JSON; files have tests of their own. */
const commands = () => app.routesTable.filter((route) => route.method !== 'GET' && schemasOf(route).body?.type)

/** Somebody whom the route lets through. */
function callerOf({ rules }: RouteRow): CallerHeaders {
  const isForMembers = Array.isArray(rules.access) && rules.access.every((kind) => kind === 'member')
  return isForMembers ? ours.member : ours.owner
}

type Sending = { idFor?: (name: string) => string; query?: Record<string, string> }

async function send(
  route: RouteRow,
  payload: unknown,
  { idFor = () => newId(), query }: Sending = {},
): Promise<Answer> {
  const { params } = schemasOf(route)
  const values = params ? (sampleInput(params, idFor) as Record<string, unknown>) : {}
  const response = await app.inject({
    method: route.method as 'POST',
    url: route.url.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(values[name]))),
    headers: { ...callerOf(route), 'idempotency-key': newId(), 'content-type': 'application/json' },
    ...(query ? { query } : {}),
    ...(payload === undefined
      ? {}
      : { payload: Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload)) }),
  })
  const isProblem = response.headers['content-type']?.toString().startsWith('application/problem+json')
  return isProblem ? response.json<Answer>() : { status: response.statusCode }
}

/** How much there is to be seen of what changed: answers kept, events, audit lines. */
async function traces(): Promise<unknown> {
  return committed(ours.merchantId, async (work) => {
    const counted = await sql`
      select (select count(*) from platform.command where merchant_id = ${work.merchantId}) as commands,
             (select count(*) from platform.event where merchant_id = ${work.merchantId}) as events,
             (select count(*) from audit.entry where merchant_id = ${work.merchantId}) as lines
    `.execute(work.tx)
    return counted.rows[0]
  })
}

const nameOf = ({ method, url }: RouteRow) => `${method} ${url}`

/** Sends each payload to its route and gives those that are not refused in words, or by another field than theirs. */
async function notRefused(tries: Iterable<[RouteRow, payload: unknown, spot?: InputSpot]>): Promise<string[]> {
  const before = await traces()
  const wrong = new Set<string>()
  for (const [route, payload, spot] of tries) {
    const { status, code, detail, details } = await send(route, payload)
    const isNamed = !spot || spot.isVariant ? Boolean(details?.field) : details?.field === spot.path
    if (status === 400 && code === 'invalid_input' && isNamed && detail?.includes(details?.sentence || '?')) continue
    wrong.add(
      `${nameOf(route)} ${spot?.path ?? ''} ${JSON.stringify(payload).slice(0, 200)}: ${status} ${code} ${detail}`,
    )
  }
  assert.deepEqual(await traces(), before, 'nothing was changed')
  return [...wrong]
}

/** No days: of no calendar, with an hour and zone to them, in the order of another country, in other digits. */
const noDays = ['2026-02-30', '2026-13-01', '2026-03-01T00:00:00Z', '01/03/2026', '２０２６-03-01', '99999-01-01', '']
/** No instants: without a zone they are another one in every shop; with one that there is not, none. */
const noInstants = [
  ...['2026-03-01T10:00:00', '2026-03-01', '2026-03-01T10:00:00+25:00', '2026-03-01T10:00:00 Asia/Shanghai'],
  ...['2026-02-30T10:00:00Z', '2026-03-01T25:00:00Z', ''],
]

/** What a field of this kind never takes, whatever its bounds. */
function impossible({ type, format, maxLength = 0 }: SpotSchema): unknown[] {
  if (format === 'date') return ['a\0b', ...noDays, 20_260_301]
  if (format === 'date-time') return ['a\0b', ...noInstants, 1_772_323_200]
  switch (Array.isArray(type) ? type[0] : type) {
    case 'integer':
    case 'number':
      return [-9_007_199_254_740_994, 9_007_199_254_740_994, ...(type === 'integer' ? [1.5] : []), '１２']
    case 'boolean':
      return ['true']
    case 'null':
      return []
    default:
      return ['a\0b', '字'.repeat(Math.max(10_000, maxLength) + 1), 12]
  }
}

test('what no field can hold is refused by name in every command, and changes nothing', async () => {
  const tries = commands().flatMap((route) =>
    inputSpots(schemasOf(route).body!, () => newId()).flatMap((spot) =>
      impossible(spot.schema)
        .filter((value) => typeof value === spot.schema.type || !spot.otherTypes.includes(typeof value))
        .map((value): [RouteRow, unknown, InputSpot] => [route, spot.around(value), spot]),
    ),
  )
  assert.ok(tries.length > 4_000, `${tries.length} tries`)
  assert.deepEqual(await notRefused(tries), [])
})

test('unknown fields, half a body, bytes that are no UTF-8 and other shapes are refused in every command', async () => {
  const tries = commands().flatMap((route): [RouteRow, unknown][] => {
    const good = sampleInput(schemasOf(route).body!, () => newId())
    const text = JSON.stringify(good)
    return [
      ...(Array.isArray(good) ? [] : ([[route, { ...(good as object), isVip: true }]] satisfies [RouteRow, unknown][])),
      [route, Buffer.from(text.slice(0, -1))],
      [route, Buffer.concat([Buffer.from(text), Buffer.from([0xff])])],
      [route, 'text'],
      [route, null],
    ]
  })
  assert.deepEqual(await notRefused(tries), [])
})

test('a body over the limit is refused before it is read', async () => {
  const huge = Buffer.from(`{"text":"${'字'.repeat(400_000)}"}`)
  const wrong: string[] = []
  for (const route of commands().filter((_, at) => at % 10 === 0)) {
    const { code } = await send(route, huge)
    if (code !== 'body_too_large') wrong.push(`${nameOf(route)}: ${code}`)
  }
  assert.deepEqual(wrong, [])
})

/** Text that people have in their names, and programs in their tests. */
const strangeText = '=cmd()\u202e👩‍👩‍👧‍👦 \u200b熟客 ١٢٣ １２３ \'"; --<b>%00\\'

/** An input that the schema takes, at its bounds: amounts as large or small as may be, texts strange and full, everything optional given. */
function extreme(schema: SpotSchema, idFor: (name: string) => string, isLargest: boolean, name = ''): unknown {
  if (schema.anyOf)
    return extreme(
      schema.anyOf.find(({ type }) => type !== 'null')!,
      idFor,
      isLargest,
      name,
    )
  if (schema.properties)
    return Object.fromEntries(
      Object.entries(schema.properties).map(([field, inner]) => [field, extreme(inner, idFor, isLargest, field)]),
    )
  if (schema.items && !Array.isArray(schema.items)) return [extreme(schema.items, idFor, isLargest, name)]
  const { type, format, pattern, enum: choices, maxLength, minimum, maximum } = schema
  if (type === 'integer' || type === 'number')
    return isLargest ? (maximum ?? Number.MAX_SAFE_INTEGER) : (minimum ?? -Number.MAX_SAFE_INTEGER)
  if (choices) return choices[isLargest ? choices.length - 1 : 0]
  if (type === 'string' && format === 'date') return isLargest ? '9999-12-31' : '0001-01-01'
  if (type === 'string' && format === 'date-time')
    return isLargest ? '9999-12-31T23:59:59.999+14:00' : '0001-01-01T00:00:00Z'
  if (type === 'string' && !format && maxLength) {
    const text = (isLargest ? strangeText : '\u202e=1+1')
      .padEnd(isLargest ? maxLength : 1, '\u{1F600}')
      .slice(0, maxLength)
    const fit = text.isWellFormed() ? text : text.slice(0, -1)
    if (!pattern || new RegExp(pattern, 'u').test(fit)) return fit
  }
  return sampleInput(schema, idFor, name)
}

/** What ends, blocks or removes somebody comes last: the others want them there. */
function gentlestFirst(routes: RouteRow[]): RouteRow[] {
  const isHarsh = ({ url, method }: RouteRow) =>
    method === 'DELETE' || /session|block|eras|merge|revo|clos|archiv|disab|cancel|leav/.test(url)
  return [...routes.filter((route) => !isHarsh(route)), ...routes.filter(isHarsh)]
}

/** Ids of records that there are, by the name of the field that wants one. */
async function knownIds(routes: RouteRow[]): Promise<(name: string) => string> {
  const names = new Set<string>()
  const note = (name: string) => (names.add(name), newId())
  for (const { params, body, querystring } of routes.map(schemasOf))
    for (const schema of [params, body, querystring]) if (schema) extreme(schema, note, true)
  const found = new Map<string, string>()
  for (const name of names) {
    const id = await findForeignId(ours.merchantId, name)
    if (id) found.set(name, id)
  }
  return (name) => found.get(name) ?? newId()
}

test('the strangest and largest that fields may hold is kept or refused in words, never a fault', async () => {
  const idFor = await knownIds(commands())
  const wrong: string[] = []
  for (const route of gentlestFirst(commands()))
    for (const isLargest of [true, false]) {
      const payload = extreme(schemasOf(route).body!, idFor, isLargest)
      const { status, code, detail } = await send(route, payload, { idFor })
      if (status < 500 && (status < 400 || (code && detail))) continue
      wrong.push(`${nameOf(route)} ${JSON.stringify(payload).slice(0, 500)}: ${status} ${code} ${detail}`)
    }
  assert.deepEqual(wrong, [])
})

const strangeQueries = [
  ...['', 'a\0b', '-1', '1.5', '１２', '9007199254740993', '99999-01-01', '2026-02-30', strangeText],
  '字'.repeat(3_000),
]
/** Ends of pages as no list gives them, or another one does. */
const strangeCursors = [
  '[]',
  '[null,null]',
  '["9999-99-99","x"]',
  '[1e308,"x"]',
  '["2026-03-01T00:00:00Z","x"]',
  '[{},[]]',
]
  .map((key) => Buffer.from(key).toString('base64url'))
  .concat(strangeQueries)

test('whatever is asked in a query, the answer is one or a refusal in words, never a fault', async () => {
  const questions = app.routesTable.filter(({ method }) => method === 'GET')
  const idFor = await knownIds(questions)
  const wrong: string[] = []
  for (const route of questions) {
    const { querystring } = schemasOf(route)
    if (!querystring) continue
    const good = sampleInput(querystring, idFor) as Record<string, unknown>
    const asked = Object.fromEntries(Object.entries(good).map(([name, value]) => [name, String(value)]))
    for (const name of Object.keys(querystring.properties ?? {}))
      for (const value of name === 'cursor' ? strangeCursors : strangeQueries) {
        const { status, code } = await send(route, undefined, { idFor, query: { ...asked, [name]: value } })
        if (status < 500 && (status < 400 || code)) continue
        wrong.push(`${nameOf(route)} ${name}=${JSON.stringify(value.slice(0, 60))}: ${status} ${code}`)
      }
  }
  assert.deepEqual(wrong, [])
})
