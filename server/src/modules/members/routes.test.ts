import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { App } from '#platform/http.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { type CallerHeaders, type Callers, makeCallers } from '#testing/callers.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeSale } from '#testing/make-sale.ts'
import { makeStoredValue } from '#testing/make-value.ts'
import { committed } from '#testing/work.ts'

let app: App
let callers: Callers

before(async () => {
  app = await testApp()
  callers = await makeCallers()
})

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

async function call(
  method: Method,
  path: string,
  body?: unknown,
  headers: CallerHeaders = callers.owner,
  key = newId(),
) {
  const response = await app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { ...headers, 'idempotency-key': key, 'accept-language': 'en' },
    ...(body === undefined ? {} : { payload: body as object }),
  })
  const isJson = response.headers['content-type']?.toString().includes('json')
  return { status: response.statusCode, body: isJson ? response.json() : response.body, headers: response.headers }
}

test('a cashier enrols with a phone, the answer names no person, and the same key answers the same', async () => {
  const key = newId()
  const enrol = () => call('POST', '/members', { phone: '13811112222', name: '林黛玉' }, callers.owner, key)
  const first = await enrol()
  assert.equal(first.status, 201)
  assert.deepEqual(Object.keys(first.body).sort(), ['id', 'number'])
  assert.equal(first.body.id, key)
  assert.deepEqual((await enrol()).body, first.body)
})

test('the list is searched, filtered and paged', async () => {
  for (const name of ['薛宝钗', '薛宝琴', '薛蟠'])
    await call('POST', '/members', { name, gender: name === '薛蟠' ? 'male' : 'female' })
  const found = await call('GET', '/members?search=xuebao')
  assert.deepEqual(found.body.items.map(({ name }: { name: string }) => name).sort(), ['薛宝琴', '薛宝钗'].sort())
  const men = await call('GET', `/members?search=${encodeURIComponent('薛')}&gender=male`)
  assert.deepEqual(
    men.body.items.map(({ name }: { name: string }) => name),
    ['薛蟠'],
  )

  const names: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: { body: { items: { id: string }[]; next: string | null } } = await call(
      'GET',
      `/members?limit=2${cursor && `&cursor=${cursor}`}`,
    )
    assert.ok(page.body.items.length <= 2)
    names.push(...page.body.items.map(({ id }) => id))
    cursor = page.body.next
  }
  assert.equal(new Set(names).size, names.length)
  assert.equal((await call('GET', '/members/count')).body.members, names.length)
})

test('a member page answers in one look', async () => {
  const { body: created } = await call('POST', '/members', {
    name: '史湘云',
    phone: '13822223333',
    birthday: { calendar: 'lunar', year: 1995, month: 8, date: 15, isLeapMonth: false },
    homeStoreId: callers.storeId,
    consents: [{ purpose: 'health', textVersion: 1 }],
    allergies: '海鲜',
    note: '喜欢靠窗',
  })
  const { body } = await call('GET', `/members/${created.id}`)
  assert.equal(body.phone, '+8613822223333')
  assert.equal(body.age, 30)
  assert.equal(body.nextBirthdayDay, '2026-09-25')
  assert.deepEqual([body.notes[0].body, body.allergies, body.consents[0].purpose], ['喜欢靠窗', '海鲜', 'health'])
  const timeline = await call('GET', `/members/${created.id}/timeline`)
  assert.deepEqual(
    timeline.body.items.map(({ type }: { type: string }) => type),
    ['member.enrolled'],
  )
})

test('who may not read contacts sees a masked phone', async () => {
  const { body: created } = await call('POST', '/members', { phone: '13833334444' })
  const reader = { ...callers.integration }
  assert.equal((await call('GET', `/members/${created.id}`, undefined, reader)).status, 403)
})

test('a change needs the version that was looked at', async () => {
  const { body: created } = await call('POST', '/members', { name: '贾探春' })
  const change = (version: number, name: string) => call('PATCH', `/members/${created.id}`, { version, name })
  assert.deepEqual((await change(1, '贾三姑娘')).body, { memberId: created.id, version: 2 })
  const late = await change(1, '别的名字')
  assert.deepEqual([late.status, late.body.code], [409, 'member_changed'])
})

test('a symbol is an SVG that nothing runs in', async () => {
  const { body: created } = await call('POST', '/members', { name: '贾惜春' })
  for (const kind of ['qr', 'barcode']) {
    const svg = await call('GET', `/members/${created.id}/symbol.svg?kind=${kind}`)
    assert.equal(svg.headers['content-type'], 'image/svg+xml')
    assert.match(svg.body, /^<svg [^>]*viewBox/)
    assert.ok(!svg.body.includes('<script'))
  }
})

test('the copy of a member’s data is a file, as JSON and as a page', async () => {
  const { body: created } = await call('POST', '/members', { name: '妙玉', phone: '13844445555' })
  const json = await call('GET', `/members/${created.id}/export`)
  assert.equal(json.body.member.credentials[0].value, '+8613844445555')
  assert.match(String(json.headers['content-disposition']), /^attachment; filename="member-\d+\.json"$/)
  const { storeId, merchantId } = callers
  await committed(merchantId, async (work) => {
    const item = await makeItem(work)
    await makeStoredValue(work, created.id, 30_000, 6_000)
    await makeSale(work, { storeId, memberId: created.id, items: [[item.id, 2]] })
  })
  const { body: full } = await call('GET', `/members/${created.id}/export`)
  assert.deepEqual(
    full.movements
      .map(({ asset, units }: { asset: string; units: number }) => [asset, units])
      .slice(0, 2)
      .sort(),
    [
      ['stored_bonus', 6_000],
      ['stored_principal', 30_000],
    ],
  )
  assert.deepEqual(
    full.purchases.map(({ quantityMilli }: { quantityMilli: number }) => quantityMilli),
    [2_000],
  )
  const page = await call('GET', `/members/${created.id}/export?format=html`)
  assert.ok(page.body.startsWith('<!doctype html>') && page.body.includes('妙玉'))
})

const unfit: [string, unknown, string][] = [
  ['a NUL in the name', { name: '王\u0000伟' }, 'invalid_input'],
  ['a lone surrogate', { name: '王\ud800' }, 'invalid_input'],
  ['10,000 characters', { name: '王'.repeat(10_000) }, 'invalid_input'],
  ['a number for a name', { name: 12 }, 'invalid_input'],
  ['an unknown field', { name: '王', isVip: true }, 'invalid_input'],
  ['a prototype for a field', JSON.parse('{"name":"王","custom":{"__proto__":{"a":1}}}'), 'invalid_input'],
  ['an id that is none', { name: '王', homeStoreId: '1' }, 'invalid_input'],
  ['another merchant’s store', { name: '王', homeStoreId: newId() }, 'store_not_found'],
  [
    'month 13',
    { name: '王', birthday: { calendar: 'solar', year: 1990, month: 13, date: 1, isLeapMonth: false } },
    'invalid_input',
  ],
  [
    '30 February',
    { name: '王', birthday: { calendar: 'solar', year: 1990, month: 2, date: 30, isLeapMonth: false } },
    'invalid_birthday',
  ],
  ['nothing', {}, 'invalid_name'],
  ['no phone at all', { phone: 'abc' }, 'invalid_phone'],
]
for (const [what, body, code] of unfit) {
  test(`enrolling over HTTP with ${what} is refused in words`, async () => {
    const answer = await call('POST', '/members', body)
    assert.ok(answer.status >= 400 && answer.status < 500)
    assert.equal(answer.body.code, code)
    assert.ok(answer.body.detail.length > 3)
  })
}

for (const search of [
  '%00',
  '%ff',
  '%F0%9F%8C%B8',
  '%E2%80%AE',
  "'; drop table members.member; --",
  '(',
  '\\',
  '%25',
  'a'.repeat(150),
]) {
  test(`searching for ${search.slice(0, 20)} finds nobody and breaks nothing`, async () => {
    const answer = await call('GET', `/members?search=${search.startsWith('%') ? search : encodeURIComponent(search)}`)
    assert.ok(answer.status === 200 || answer.status === 400, String(answer.status))
    if (answer.status === 200) assert.deepEqual(answer.body.items, [])
  })
}

test('each published text stays readable with its day and author, down to the one that the shop began with', async () => {
  const publish = (zh: string) => call('POST', '/consent-texts', { purpose: 'marketing', zh, en: zh })
  await publish('第二版')
  await publish('第三版')
  const { body } = await call('GET', '/consent-texts/marketing/versions')
  assert.deepEqual(
    body.items.map(({ version, zh, publishedBy }: { version: number; zh: string; publishedBy: string | null }) => [
      version,
      version === 1 ? '…' : zh,
      publishedBy,
    ]),
    [
      [3, '第三版', '王老板'],
      [2, '第二版', '王老板'],
      [1, '…', null],
    ],
  )
  assert.equal((await call('GET', '/consent-texts/nothing/versions')).status, 400)
})
