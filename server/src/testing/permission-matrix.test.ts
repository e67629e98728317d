import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { App } from '#platform/http.ts'
import type { RouteRow } from '#platform/server.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from './app.ts'
import { type CallerHeaders, type Callers, makeCallers } from './callers.ts'
import { findForeignId } from './foreign-ids.ts'
import { type SampleSchema, sampleInput } from './sample-input.ts'

/** What anybody may call. A route joins this list on purpose, never by forgetting its permission. */
const publicOperations = [
  'donationCertificateGet',
  'cancellationReceiptGet',
  'couponLinkGet',
  'healthLiveGet',
  'healthReadyGet',
  'messageNewsTake',
  'myEnrolmentCreate',
  'myMemberSessionCreate',
  'mySignInCodeCreate',
  'openApiGet',
  'passGiftGet',
  'paymentNoticeTake',
  'portalGet',
  'publicPointsRulesGet',
  'receiptFile',
  'receiptGet',
  'receiptInvoiceGet',
  'receiptInvoiceRequest',
  'sessionByPinCreate',
  'sessionCreate',
  'setupCreate',
  'setupGet',
  'signedOutLeavingCreate',
  'tillGet',
  'wayOutCodeCreate',
  'wayOutDoorGet',
  'wayOutOpen',
]

/** Each call comes from a place of its own: all routes at once are more than one stranger's address may ask. */
let calls = 0
let app: App
let ours: Callers
let theirs: Callers

before(async () => {
  app = await testApp()
  ours = await makeCallers()
  theirs = await makeCallers()
})

type Answer = { status: number; code: string | undefined; body: string }

type RouteSchemas = { params?: SampleSchema; body?: SampleSchema; querystring?: SampleSchema }

async function call(route: RouteRow, headers: CallerHeaders, idFor: (name: string) => string): Promise<Answer> {
  const { params, body, querystring } = (route.schema ?? {}) as RouteSchemas
  const values = params ? (sampleInput(params, idFor) as Record<string, unknown>) : {}
  const url = route.url.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(values[name])))
  calls++
  const response = await app.inject({
    method: route.method as 'GET',
    remoteAddress: `10.0.${calls >> 8}.${calls & 255}`,
    url,
    headers: { ...headers, 'idempotency-key': newId() },
    ...(querystring ? { query: textOf(sampleInput(querystring, idFor) as Record<string, unknown>) } : {}),
    ...(body ? { payload: sampleInput(body, idFor) as object } : {}),
  })
  const isProblem = response.headers['content-type']?.toString().startsWith('application/problem+json')
  const { code } = isProblem ? response.json<{ code: string }>() : { code: undefined }
  return { status: response.statusCode, code, body: response.body }
}

function textOf(query: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]))
}

const absentId = () => newId()

/** Each route's answer to one kind of caller, where it is not the one wanted. */
async function answersUnlike(
  headers: CallerHeaders,
  isOpenTo: (route: RouteRow) => boolean,
  wanted: Pick<Answer, 'status' | 'code'>,
): Promise<string[]> {
  const wrong: string[] = []
  for (const route of app.routesTable) {
    if (route.rules.access === 'public' || isOpenTo(route)) continue
    const { status, code } = await call(route, headers, absentId)
    if (status !== wanted.status || code !== wanted.code) wrong.push(`${nameOf(route)}: ${status} ${code}`)
  }
  return wrong
}

function isOpenTo(kind: 'staff' | 'device' | 'integration' | 'member') {
  return ({ rules }: RouteRow) =>
    (Array.isArray(rules.access) && rules.access.includes(kind)) || (rules.alsoFor?.includes(kind) ?? false)
}

/** Routes of members about themselves: nobody else may call them. */
function isForMembers({ rules }: RouteRow): boolean {
  return Array.isArray(rules.access) && rules.access.every((kind) => kind === 'member')
}

const notAllowed = { status: 403, code: 'not_allowed' }

test('only the listed routes are open to everybody', () => {
  const open = app.routesTable.filter(({ rules }) => rules.access === 'public').map((route) => route.operationId)
  assert.deepEqual(open.sort(), publicOperations.toSorted())
})

test('somebody unknown is asked to sign in', async () => {
  assert.deepEqual(await answersUnlike({}, () => false, { status: 401, code: 'not_signed_in' }), [])
})

test('an account without permissions is refused', async () => {
  assert.deepEqual(await answersUnlike(ours.powerless, isOpenTo('staff'), notAllowed), [])
})

test('a till with nobody signed in is refused', async () => {
  assert.deepEqual(await answersUnlike(ours.device, isOpenTo('device'), notAllowed), [])
})

test('an API key without scopes is refused', async () => {
  assert.deepEqual(await answersUnlike(ours.integration, isOpenTo('integration'), notAllowed), [])
})

test('a member is refused what is not about members themselves', async () => {
  assert.deepEqual(await answersUnlike(ours.member, isOpenTo('member'), notAllowed), [])
})

test('every operation has a name of its own', () => {
  const names = app.routesTable.map(({ operationId, url }) => operationId ?? `none: ${url}`)
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index || name.startsWith('none')),
    [],
  )
})

test('another merchant’s records answer as records that do not exist', async () => {
  const wrong: string[] = []
  const tell = ({ status, code, body }: Answer) => `${status} ${code ?? body}`
  for (const route of app.routesTable) {
    if (route.rules.access === 'public' || !/:\w+Id\b/.test(route.url)) continue
    const theirIds = await foreignIdsOf(route)
    const theirId = (name: string) => theirIds.get(name) ?? newId()
    const [us, them] = isForMembers(route) ? [ours.member, theirs.member] : [ours.owner, theirs.owner]
    const absent = await call(route, us, absentId)
    const foreign = await call(route, us, theirId)
    if (absent.status >= 500) wrong.push(`${nameOf(route)}: ${tell(absent)}`)
    if (tell(foreign) !== tell(absent)) wrong.push(`${nameOf(route)}: ${tell(foreign)}, absent ${tell(absent)}`)
    // The control: for whom they belong to, these very ids are there: shown, or refused for what they are just now.
    const own = route.method === 'GET' ? await call(route, them, theirId) : null
    if (own && own.status !== 200 && own.status !== 409) wrong.push(`${nameOf(route)}: ${tell(own)} to their owner`)
  }
  assert.deepEqual(wrong, [])
})

async function foreignIdsOf(route: RouteRow): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const [, name] of route.url.matchAll(/:(\w+Id)\b/g)) {
    const id = await findForeignId(theirs.merchantId, name!)
    assert.ok(id, `${nameOf(route)}: makeRecords() in callers.ts makes none for ${name}`)
    ids.set(name!, id)
  }
  const { querystring } = (route.schema ?? {}) as { querystring?: { properties?: Record<string, unknown> } }
  for (const name of Object.keys(querystring?.properties ?? {}).filter((each) => each.endsWith('Id'))) {
    const id = await findForeignId(theirs.merchantId, name)
    if (id) ids.set(name, id)
  }
  return ids
}

function nameOf({ method, url }: RouteRow): string {
  return `${method} ${url}`
}
