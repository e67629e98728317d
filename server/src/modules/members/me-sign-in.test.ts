import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { movableClock } from '#platform/clock.ts'
import type { App } from '#platform/http.ts'
import { setPortalHost } from '#modules/shops/set-portal-host.ts'
import { Refused } from '#shared/refusal.ts'
import { sql } from 'kysely'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { makeMember, freshPhone } from '#testing/make-member.ts'
import { makeMemberSession, sentCode } from '#testing/make-member-session.ts'
import { caller, makeShop, type MadeShop } from '#testing/make-merchant.ts'
import { committed, testAt } from '#testing/work.ts'
import { forgetMember } from './forget-member.ts'
import { absorbMember, lockPair } from './absorb-member.ts'

const clock = movableClock(testAt)
let app: App
let shop: MadeShop
let host: string
let addresses = 0

before(async () => {
  app = await testApp(clock)
  shop = await committed(newId(), (work) => makeShop(work))
  await committed(newId(), (work) => makeShop(work)) // one of many merchants here: then hosts decide
  host = `shop-${shop.merchantId}.test`
  await committed(shop.merchantId, (work) => setPortalHost(work, host))
})

/** Somebody's phone in the street: an address of its own, so that nobody uses up another's tries. */
function phoneBrowser() {
  const remoteAddress = `10.9.${++addresses >> 8}.${addresses & 255}`
  let cookie = ''
  return {
    async call(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, payload?: object) {
      const response = await app.inject({
        ...{ method, url: `/api/v1${url}`, remoteAddress },
        headers: {
          ...{ host, cookie, 'x-requested-with': 'regulars', 'accept-language': 'en' },
          ...(method === 'GET' ? {} : { 'idempotency-key': newId() }),
        },
        ...(payload ? { payload } : {}),
      })
      const set = response.cookies.find(({ name }) => name === 'regulars_member')
      if (set) cookie = `regulars_member=${set.value}`
      return { status: response.statusCode, body: response.body ? response.json() : null }
    },
  }
}

const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')
const tick = (seconds: number) => clock.moveTo(new Date(clock.now().getTime() + seconds * 1_000))

test('a member signs in with the code on their phone, sees themselves and signs out', async () => {
  const phone = freshPhone()
  const member = await committed(shop.merchantId, (work) => makeMember(work, { phone, name: '林黛玉' }))
  const browser = phoneBrowser()
  assert.equal((await browser.call('GET', '/me/session')).body.code, 'not_signed_in')
  assert.equal((await browser.call('POST', '/me/phone-codes', { phone: phone.slice(3) })).status, 202)
  const signedIn = await browser.call('POST', '/me/session', { phone: phone.slice(3), code: sentCode(phone) })
  assert.deepEqual(signedIn.body, { memberId: member.id, proof: null })
  const session = await browser.call('GET', '/me/session')
  assert.equal(session.body.member.name, '林黛玉')
  assert.equal((await browser.call('DELETE', '/me/session')).status, 204)
  assert.equal((await browser.call('GET', '/me/profile')).status, 401)
})

test('asking for a code tells nobody whether the phone is a member’s', async () => {
  const known = freshPhone()
  await committed(shop.merchantId, (work) => makeMember(work, { phone: known }))
  const answers = await Promise.all(
    [known, freshPhone()].map((phone) => phoneBrowser().call('POST', '/me/phone-codes', { phone })),
  )
  assert.deepEqual(
    answers.map(({ status, body }) => [status, Object.keys(body).sort()]),
    Array.from({ length: 2 }, () => [202, ['expiresAt', 'phoneCodeId']]),
  )
})

test('a code counts once, and a wrong one five times', async () => {
  const phone = freshPhone()
  await committed(shop.merchantId, (work) => makeMember(work, { phone }))
  const browser = phoneBrowser()
  await browser.call('POST', '/me/phone-codes', { phone })
  const code = sentCode(phone)
  assert.equal((await browser.call('POST', '/me/session', { phone, code })).status, 201)
  assert.equal((await browser.call('POST', '/me/session', { phone, code })).body.code, 'phone_code_expired')

  tick(61)
  await browser.call('POST', '/me/phone-codes', { phone })
  const next = sentCode(phone)
  const tries: string[] = []
  for (let time = 0; time < 5; time++)
    tries.push((await browser.call('POST', '/me/session', { phone, code: other(next) })).body.code)
  assert.deepEqual(tries, [...Array.from({ length: 4 }, () => 'phone_code_wrong'), 'phone_code_locked_out'])
  const right = await browser.call('POST', '/me/session', { phone, code: next })
  assert.deepEqual([right.status, right.body.code], [429, 'phone_code_locked_out'])
})

test('five tries at once are five tries', async () => {
  const phone = freshPhone()
  const browser = phoneBrowser()
  await browser.call('POST', '/me/phone-codes', { phone })
  const wrong = other(sentCode(phone))
  const tries = await Promise.all(
    Array.from({ length: 12 }, () => browser.call('POST', '/me/session', { phone, code: wrong })),
  )
  assert.equal(tries.filter(({ body }) => body.code === 'phone_code_wrong').length, 4)
})

test('a code ends after ten minutes, and with the next one', async () => {
  const phone = freshPhone()
  const browser = phoneBrowser()
  await browser.call('POST', '/me/phone-codes', { phone })
  const first = sentCode(phone)
  tick(61)
  await browser.call('POST', '/me/phone-codes', { phone })
  assert.notEqual((await browser.call('POST', '/me/session', { phone, code: first })).status, 201)
  tick(600)
  const late = await browser.call('POST', '/me/session', { phone, code: sentCode(phone) })
  assert.equal(late.body.code, 'phone_code_expired')
})

test('a phone is sent one code a minute and five an hour, from whatever address they are asked', async () => {
  const phone = freshPhone()
  const ask = () => phoneBrowser().call('POST', '/me/phone-codes', { phone })
  assert.equal((await ask()).status, 202)
  assert.equal((await ask()).status, 429)
  const later: number[] = []
  for (let time = 0; time < 5; time++) {
    tick(61)
    later.push((await ask()).status)
  }
  assert.deepEqual(later, [202, 202, 202, 202, 429])
})

test('somebody new proves the phone, gives a name and what they agree to, and is a member of the shop whose code they scanned', async () => {
  const phone = freshPhone()
  const browser = phoneBrowser()
  const { body: portal } = await browser.call('GET', '/portal')
  assert.equal(portal.merchant.name, '晴天美容')
  await browser.call('POST', '/me/phone-codes', { phone })
  const { body: proven } = await browser.call('POST', '/me/session', { phone, code: sentCode(phone) })
  assert.equal(proven.memberId, null)
  const consents = [{ purpose: 'marketing', textVersion: portal.consentTexts[0].version }]
  const enrolment = { phone, proof: proven.proof, name: '史湘云', consents, storeId: shop.storeId }
  const enrolled = await browser.call('POST', '/me/enrolment', enrolment)
  assert.deepEqual([enrolled.status, enrolled.body.isNew], [201, true])
  const profile = (await browser.call('GET', '/me/profile')).body
  assert.deepEqual([profile.name, profile.phone, profile.homeStoreId], ['史湘云', phone, shop.storeId])
  const given = (await browser.call('GET', '/me/consents')).body.items
  assert.deepEqual(
    given.filter(({ isGiven }: { isGiven: boolean }) => isGiven).map(({ purpose }: { purpose: string }) => purpose),
    ['marketing'],
  )
  assert.equal((await browser.call('POST', '/me/enrolment', enrolment)).body.code, 'phone_proof_expired')
})

test('whoever was enrolled at the till meanwhile is signed in, not turned away and not there twice', async () => {
  const phone = freshPhone()
  const browser = phoneBrowser()
  await browser.call('POST', '/me/phone-codes', { phone })
  const { body: proven } = await browser.call('POST', '/me/session', { phone, code: sentCode(phone) })
  const member = await committed(shop.merchantId, (work) => makeMember(work, { phone }))
  const enrolled = await browser.call('POST', '/me/enrolment', { phone, proof: proven.proof, consents: [] })
  assert.deepEqual(enrolled.body, { memberId: member.id, isNew: false })
})

test('a proof is good for its own phone only', async () => {
  const [phone, victim] = [freshPhone(), freshPhone()]
  const browser = phoneBrowser()
  await browser.call('POST', '/me/phone-codes', { phone })
  const { body } = await browser.call('POST', '/me/session', { phone, code: sentCode(phone) })
  const stolen = await browser.call('POST', '/me/enrolment', { phone: victim, proof: body.proof, consents: [] })
  assert.equal(stolen.body.code, 'phone_proof_expired')
})

test('a change that another site sends is refused, and so is a code for another shop', async () => {
  const phone = freshPhone()
  const forged = await app.inject({
    method: 'POST',
    url: '/api/v1/me/phone-codes',
    headers: { host },
    payload: { phone },
  })
  assert.equal(forged.statusCode, 403)
  const elsewhere = await app.inject({ method: 'GET', url: '/api/v1/portal', headers: { host: 'nobody.test' } })
  assert.equal(elsewhere.json().code, 'portal_not_found')

  const member = await committed(shop.merchantId, (work) => makeMember(work))
  const { cookie } = await committed(shop.merchantId, (work) => makeMemberSession(work, member.id))
  const own = caller(app, { cookie: cookie! })
  assert.equal((await own.call({ url: '/me/profile' })).status, 200)
  assert.equal((await own.call({ method: 'DELETE', url: '/me/session' })).status, 403)
})

test('sessions are listed and ended one by one; a merged member stays signed in as the survivor, an erased one does not', async () => {
  const [member, absorbed] = await committed(shop.merchantId, async (work) => [
    await makeMember(work),
    await makeMember(work),
  ])
  const headers = await committed(shop.merchantId, (work) => makeMemberSession(work, member.id))
  const old = await committed(shop.merchantId, (work) => makeMemberSession(work, absorbed.id))
  const phone = caller(app, headers)
  const oldPhone = caller(app, old)
  await committed(shop.merchantId, async (work) => absorbMember(work, await lockPair(work, member.id, absorbed.id)))
  tick(1)
  assert.equal((await oldPhone.call({ url: '/me/session' })).body.member.id, member.id)
  const { items } = (await phone.call({ url: '/me/logins' })).body
  assert.equal(items.length, 2)
  const foreign = items.find(({ isCurrent }: { isCurrent: boolean }) => !isCurrent)
  assert.equal((await phone.call({ method: 'DELETE', url: `/me/logins/${foreign.id}` })).status, 204)
  assert.equal((await oldPhone.call({ url: '/me/session' })).status, 401)
  await committed(shop.merchantId, (work) => forgetMember(work, member.id))
  tick(1)
  assert.equal((await phone.call({ url: '/me/session' })).status, 401)
})

test('a member changes the phone with a code sent to the new one, and what they say of themselves', async () => {
  const member = await committed(shop.merchantId, (work) => makeMember(work))
  const phone = caller(app, await committed(shop.merchantId, (work) => makeMemberSession(work, member.id)))
  const next = freshPhone()
  assert.equal((await phone.call({ method: 'POST', url: '/me/phone/codes', payload: { phone: next } })).status, 202)
  const signIn = { method: 'POST', url: '/me/session', payload: { phone: next, code: sentCode(next) } } as const
  assert.equal((await phone.call({ ...signIn, headers: { host } })).body.code, 'phone_code_expired')
  const changed = await phone.call({ method: 'PUT', url: '/me/phone', payload: { phone: next, code: sentCode(next) } })
  assert.equal(changed.status, 200)
  const { body: profile } = await phone.call({ url: '/me/profile' })
  assert.equal(profile.phone, next)
  const correction = { version: profile.version, name: '贾探春', gender: 'female' }
  assert.equal((await phone.call({ method: 'PATCH', url: '/me/profile', payload: correction })).status, 200)
  assert.equal((await phone.call({ url: '/me/profile' })).body.name, '贾探春')
})

test('what is agreed to is taken back in one step, and given again to the text in force', async () => {
  const member = await committed(shop.merchantId, (work) => makeMember(work))
  const phone = caller(app, await committed(shop.merchantId, (work) => makeMemberSession(work, member.id)))
  const url = '/me/consents/marketing'
  const isGiven = async () => (await phone.call({ url: '/me/consents' })).body.items[0].isGiven
  assert.equal(
    (await phone.call({ method: 'PUT', url, payload: { textVersion: 9 } })).body.code,
    'consent_text_outdated',
  )
  assert.equal((await phone.call({ method: 'PUT', url, payload: { textVersion: 1 } })).status, 200)
  assert.equal(await isGiven(), true)
  assert.equal((await phone.call({ method: 'DELETE', url })).status, 200)
  assert.equal(await isGiven(), false)
})

test('codes and phones stand nowhere in the open', async () => {
  const phone = freshPhone()
  await phoneBrowser().call('POST', '/me/phone-codes', { phone })
  const code = sentCode(phone)
  const rows = await committed(shop.merchantId, (work) =>
    work.send<{ row: string }>(
      sql`select c::text as row from identity.phone_code c where merchant_id = ${shop.merchantId}`,
    ),
  )
  assert.ok(rows.length > 0)
  for (const { row } of rows) assert.ok(!row.includes(phone) && !row.includes(`,${code},`))
})

test('a host is one merchant’s, and a name that can be one', async () => {
  const other = newId()
  const refusalOf = (host: string) =>
    committed(other, (work) => setPortalHost(work, host)).then(
      () => null,
      (error: unknown) => (error instanceof Refused ? error.code : error),
    )
  assert.equal(await refusalOf(host.toUpperCase()), 'host_taken')
  assert.equal(await refusalOf('shop .com'), 'invalid_host')
})
