import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import type { App } from '#platform/http.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { makeFlow } from '#testing/make-leaving.ts'
import { freshPhone, makeMember } from '#testing/make-member.ts'
import { makeMemberSession } from '#testing/make-member-session.ts'
import {
  caller,
  makeCommittedShop,
  makeStore,
  makeUser,
  signIn,
  type MadeShop,
  type SignedIn,
} from '#testing/make-merchant.ts'
import { makePass, makePlan, type MadePlan } from '#testing/make-pass.ts'
import { committed, testAt } from '#testing/work.ts'
import type { Question } from './flow-types.ts'
import { forgottenWords } from './forget-words.ts'
import { noteFollowUp } from './follow-ups.ts'
import { beginLeaving, finishLeaving } from './leave.ts'
import { readMemberLeavings } from './member-leavings-copy.ts'
import { readFollowed } from './report-queries.ts'
import { answerSurvey } from './survey.ts'

let app: App
let shop: MadeShop
let owner: SignedIn
let plan: MadePlan
const words = (en: string) => ({ zh: en, en })
const choices = ['price', 'hours'].map((code) => ({ code, words: words(code) }))
const questions: Question[] = [
  { code: 'main', words: words('What most?'), reasons: [], kind: 'one', choices },
  { code: 'when', words: words('When would suit?'), reasons: ['no_time'], kind: 'several', choices },
  { code: 'again', words: words('Come again?'), reasons: [], kind: 'scale', most: 5 },
  { code: 'say', words: words('Anything?'), reasons: [], kind: 'text' },
]
const days = 'from=2026-02-01&until=2026-03-31'

before(async () => {
  app = await testApp()
  shop = await makeCommittedShop()
  owner = await signIn(app, { merchantId: shop.merchantId, userId: shop.ownerId })
  await committed(shop.merchantId, async (work) => {
    plan = await makePlan(work)
    await makeFlow(work, { questions, script: '先道谢，再问一句。' })
  })
})

type Holder = { memberId: string; passId: string; phone: SignedIn }

function holder(storeId = shop.storeId, custom: Record<string, string> = {}): Promise<Holder> {
  return committed(shop.merchantId, async (work) => {
    const { id: memberId } = await makeMember(work, { phone: freshPhone() })
    if (Object.keys(custom).length > 0) {
      await work.send(sql`
        update members.member set custom = ${JSON.stringify(custom)}::jsonb
         where merchant_id = ${work.merchantId} and id = ${memberId}`)
    }
    const { passId } = await makePass(work, { storeId, memberId, plan })
    return { memberId, passId, phone: caller(app, await makeMemberSession(work, memberId)) }
  })
}

async function begin({ passId, phone }: Holder, reasonCode: string | null = 'moved') {
  const leavingId = newId()
  const payload = { passId, reasonCode }
  const { status, body } = await phone.call({ method: 'POST', url: '/me/leavings', payload, key: leavingId })
  assert.equal(status, 201, JSON.stringify(body))
  return { leavingId, offers: body.offers as { offerId: string }[] }
}

const finish = ({ phone }: Holder, leavingId: string, said: object = {}) =>
  phone.call({
    ...{ method: 'POST', url: `/me/leavings/${leavingId}/finish` },
    payload: { time: 'now', fingerprint: null, ...said },
  })

test('the way out asks the shop’s questions beside it; two commands end it whatever was answered, and what fits none is left out', async () => {
  const member = await holder()
  const { body: way } = await member.phone.call({ url: `/me/passes/${member.passId}/way-out` })
  assert.deepEqual(
    [way.asksAt, way.questions.map(({ code }: Question) => code)],
    ['beside', ['main', 'when', 'again', 'say']],
  )
  const { leavingId } = await begin(member, 'no_time')
  const answers = [
    { code: 'main', choices: ['hours', 'price'] },
    { code: 'when', choices: ['hours'] },
    { code: 'again', scale: 9 },
    { code: 'rain', text: '?' },
    { code: 'say', text: '晚上没有课' },
  ]
  const done = await finish(member, leavingId, { answers })
  assert.equal(done.status, 200, JSON.stringify(done.body))
  const { body: page } = await owner.call({ url: `/leavings/${leavingId}` })
  assert.deepEqual(page.answers, [
    { question: words('What most?'), choices: [words('price')] },
    { question: words('When would suit?'), choices: [words('hours')] },
    { question: words('Anything?'), text: '晚上没有课' },
  ])
  assert.deepEqual([page.state, page.flowVersion, page.answered, page.words.zh], ['cancelled', 1, 3, '没有时间来'])
  const unanswered = await holder()
  assert.equal((await finish(unanswered, (await begin(unanswered, null)).leavingId)).status, 200)
})

test('who stays answers with the offer; afterwards one may answer for thirty days, and nobody else may', async () => {
  const member = await holder()
  const { leavingId, offers } = await begin(member)
  const url = `/me/leavings/${leavingId}`
  const take = await member.phone.call({
    ...{ method: 'POST', url: `${url}/offers/${offers[0]!.offerId}/acceptance` },
    payload: { backCents: null, answers: [{ code: 'again', scale: 4 }] },
  })
  assert.equal(take.status, 200, JSON.stringify(take.body))
  const { body: survey } = await member.phone.call({ url: `${url}/answers` })
  assert.deepEqual(
    [survey.questions.map(({ code }: Question) => code), survey.answers, survey.isOpen],
    [['main', 'again', 'say'], [{ code: 'again', scale: 4 }], true],
  )
  const answers = [{ code: 'again', scale: 5 }]
  const again = await member.phone.call({ method: 'PUT', url: `${url}/answers`, payload: { answers } })
  assert.deepEqual(again.body, { leavingId, answered: 1 })
  const stranger = await holder()
  const foreign = await stranger.phone.call({ method: 'PUT', url: `${url}/answers`, payload: { answers } })
  assert.equal(foreign.body.code, 'leaving_not_found')
  assert.equal((await stranger.phone.call({ url: `${url}/answers` })).body.code, 'leaving_not_found')
  const { memberId } = member
  const on = (day: number) => ({ at: new Date(testAt.getTime() + day * 86_400_000) })
  const answer = () =>
    committed(shop.merchantId, (work) => answerSurvey(work, { leavingId, memberId, answers }), on(30))
  await assert.rejects(answer(), { code: 'survey_over' })
  await committed(shop.merchantId, (work) => answerSurvey(work, { leavingId, memberId, answers }), on(29))
})

test('between buttons that a law writes no question stands: it is asked after the receipt', async () => {
  const { storeId } = await committed(shop.merchantId, (work) => makeStore(work))
  const chosen = await owner.call({
    ...{ method: 'PUT', url: `/stores/${storeId}/law-pack` },
    payload: { region: 'DE', version: 0 },
  })
  assert.equal(chosen.status, 200, JSON.stringify(chosen.body))
  const { passId, phone } = await holder(storeId)
  const { body: way } = await phone.call({ url: `/me/passes/${passId}/way-out` })
  assert.deepEqual([way.asksAt, way.questions.length], ['after_receipt', 4])
  await owner.call({ method: 'PUT', url: `/stores/${storeId}/law-pack`, payload: { region: 'CN', version: 1 } })
})

test('answers are counted in the report and go into the file, formulas guarded', async () => {
  const member = await holder()
  const answers = [{ code: 'say', text: '=1+1' }]
  assert.equal((await finish(member, (await begin(member)).leavingId, { answers })).status, 200)
  const { body } = await owner.call({ url: `/retention-report/answers?${days}` })
  const of = Object.fromEntries(body.items.map((item: { code: string }) => [item.code, item]))
  // Begun so far: no_time, none, moved (stayed), moved. One begun is not counted: it was not begun.
  assert.deepEqual([of.main.asked, of.main.answered, of.when.asked, of.when.answered], [4, 1, 1, 1])
  assert.deepEqual([of.again.scale, of.say.answered], [{ counts: [0, 0, 0, 0, 1], meanTenths: 50 }, 2])
  const file = await app.inject({ url: `/api/v1/exports/retention-answers?${days}`, headers: owner.headers })
  assert.equal(file.statusCode, 200, file.body)
  assert.match(file.body, /没有时间来[^\n]*,Anything\? Anything\?,晚上没有课/)
  assert.doesNotMatch(file.body, /,=1\+1/)
})

test('each version says who published it, when and what it changed; an old one is looked at and published again as a new one', async () => {
  const { body: now } = await owner.call({ url: '/cancel-flow' })
  const { laws: _laws, ...terms } = now
  const next = { ...terms, cooldownDays: 90, questions: questions.slice(0, 1) }
  assert.deepEqual((await owner.call({ method: 'PUT', url: '/cancel-flow', payload: next })).body, { version: 2 })
  const { body } = await owner.call({ url: '/cancel-flow/versions' })
  assert.deepEqual(
    body.items.map(({ version, leavings }: { version: number; leavings: number }) => [version, leavings]),
    [
      [2, 0],
      [1, 4],
      [0, 0],
    ],
  )
  const [second, , shipped] = body.items
  assert.deepEqual(second.changes[0], { part: 'cooldownDays', from: 180, to: 90 })
  assert.deepEqual(
    second.changes.slice(1).map(({ part, what }: { part: string; what: string }) => [part, what]),
    [
      ['question', 'removed'],
      ['question', 'removed'],
      ['question', 'removed'],
    ],
  )
  assert.deepEqual([second.at, shipped.at, shipped.authorName], [testAt.toISOString(), null, null])
  assert.ok(second.authorName)
  const { body: old } = await owner.call({ url: '/cancel-flow/versions/1' })
  assert.equal(old.questions.length, 4)
  const back = await owner.call({ method: 'PUT', url: '/cancel-flow', payload: { ...old, version: 2 } })
  assert.deepEqual(back.body, { version: 3 })
  assert.equal((await owner.call({ url: '/cancel-flow/versions/9' })).body.code, 'flow_version_not_found')
})

test('leavings are listed page by page, by state, reason and version, each store’s for its own staff', async () => {
  const url = `/leavings?${days}`
  const { body: first } = await owner.call({ url: `${url}&limit=3` })
  const { body: rest } = await owner.call({ url: `${url}&limit=3&cursor=${first.next}` })
  const ids = [...first.items, ...rest.items].map(({ id }: { id: string }) => id)
  assert.deepEqual([first.items.length, rest.items.length, new Set(ids).size, rest.next], [3, 1, 4, null])
  const count = async (filter: string) => (await owner.call({ url: `${url}${filter}` })).body.items.length
  assert.deepEqual(
    [
      await count('&state=kept'),
      await count('&reasonCode=no_time'),
      await count('&flowVersion=2'),
      await count('&state=open'),
    ],
    [1, 1, 0, 0],
  )
  const { storeId, userId } = await committed(shop.merchantId, async (work) => {
    const other = await makeStore(work)
    const permissions = ['retention.read'] as const
    return { ...other, ...(await makeUser(work, { permissions, storeIds: [other.storeId] })) }
  })
  const elsewhere = await signIn(app, { merchantId: shop.merchantId, userId })
  assert.deepEqual((await elsewhere.call({ url })).body.items, [], storeId)
  assert.equal((await elsewhere.call({ url: `/leavings/${ids[0]}` })).body.code, 'store_not_allowed')
  assert.equal((await owner.call({ url: `/leavings/${newId()}` })).body.code, 'leaving_not_found')
})

test('the region is the own field that the shop names, and the report says which; text and choices only', async () => {
  for (const [code, kind] of [
    ['quarter', 'text'],
    ['steps', 'number'],
  ]) {
    const payload = { code, label: code, kind, choices: [], isForTill: false }
    const made = await owner.call({ method: 'POST', url: '/member-fields', payload })
    assert.equal(made.status, 201, JSON.stringify(made.body))
  }
  const member = await holder(shop.storeId, { quarter: '徐汇', city: '上海' })
  await begin(member)
  const regions = async () => {
    const { body } = await owner.call({ url: `/retention-report/breakdown?${days}&by=region` })
    return body.items.map(({ key, begun }: { key: string; begun: number }) => [key, begun])
  }
  assert.deepEqual(await regions(), [
    ['unknown', 4],
    ['上海', 1],
  ])
  const url = '/retention-region-field'
  const { body: page } = await owner.call({ url })
  assert.deepEqual([page.version, page.code, page.fields], [0, null, [{ code: 'quarter', label: 'quarter' }]])
  const choose = (payload: object) => owner.call({ method: 'PUT', url, payload })
  assert.equal((await choose({ version: 0, code: 'steps' })).body.code, 'custom_field_not_found')
  assert.deepEqual((await choose({ version: 0, code: 'quarter' })).body, { version: 1 })
  assert.equal((await choose({ version: 0, code: null })).body.code, 'region_field_changed')
  assert.deepEqual(await regions(), [
    ['unknown', 4],
    ['徐汇', 1],
  ])
})

test('every call is kept with what came of it: a complaint is not lost by a second call; staff have the words to say', async () => {
  const member = await holder()
  const { leavingId } = await begin(member, 'service')
  await finish(member, leavingId, { answers: [{ code: 'main', choices: ['hours'] }] })
  const list = async () =>
    (await owner.call({ url: '/follow-ups' })).body.items.find(
      (item: { leavingId: string }) => item.leavingId === leavingId,
    )
  const task = await list()
  assert.deepEqual([task.script, task.calls, task.answers.length], ['先道谢，再问一句。', 0, 1])
  const url = `/follow-ups/${task.id}/outcome`
  const nextAt = '2026-04-01T02:00:00.000Z'
  const complains = { outcome: 'complains', note: '教练临时换人', nextAt }
  assert.deepEqual((await owner.call({ method: 'POST', url, payload: complains })).body.isDone, false)
  assert.deepEqual([(await list()).outcome, (await list()).calls, (await list()).dueAt], ['complains', 1, nextAt])
  const reached = { outcome: 'reached', note: '', nextAt: null }
  assert.equal((await owner.call({ method: 'POST', url, payload: reached })).body.isDone, true)
  assert.equal((await owner.call({ method: 'POST', url, payload: reached })).body.code, 'follow_up_done')
  const { body: page } = await owner.call({ url: `/leavings/${leavingId}` })
  assert.deepEqual(
    page.calls.map(({ outcome, note }: { outcome: string; note: string }) => [outcome, note]),
    [
      ['complains', '教练临时换人'],
      ['reached', ''],
    ],
  )
  const period = { from: new Date('2026-02-01'), until: new Date('2026-04-01') }
  const followed = await committed(shop.merchantId, (work) => readFollowed(work, period))
  const { complainedAt } = followed.find(({ passId }) => passId === member.passId)!
  assert.equal(complainedAt?.toISOString(), testAt.toISOString())
  const none = committed(shop.merchantId, (work) =>
    noteFollowUp(work, { followUpId: newId(), outcome: 'reached', note: '', nextAt: null }),
  )
  await assert.rejects(none, { code: 'follow_up_not_found' })
})

test('a reason’s own words to say come before the flow’s', async () => {
  const { body: flow } = await owner.call({ url: '/cancel-flow' })
  const { laws: _laws, reasons, ...terms } = flow
  const scripted = reasons.map((reason: { code: string }) =>
    reason.code === 'moved' ? { ...reason, script: '新店在您附近吗？' } : reason,
  )
  await owner.call({ method: 'PUT', url: '/cancel-flow', payload: { ...terms, reasons: scripted } })
  const { body } = await owner.call({ url: '/follow-ups' })
  const scripts = new Map(
    body.items.map(({ reasonCode, kind, script }: Record<string, string>) => [`${kind} ${reasonCode}`, script]),
  )
  assert.deepEqual(
    [scripts.get('call_back moved'), scripts.get('call_back no_time'), scripts.get('contact moved')],
    ['新店在您附近吗？', '先道谢，再问一句。', ''],
  )
  const { body: way } = await owner.call({ url: '/improvements' })
  assert.ok(!JSON.stringify(way.reasons).includes('附近'), 'what staff say is no part of a reason that others read')
})

test('what a forgotten member said in words goes, what they chose stays', async () => {
  const member = await holder()
  const { leavingId } = await begin(member)
  const answers = [
    { code: 'main', choices: ['hours'] },
    { code: 'say', text: '我姓林' },
  ]
  await finish(member, leavingId, { answers, note: '电话 139' })
  const [copy] = await committed(shop.merchantId, (work) => readMemberLeavings(work, member.memberId))
  assert.deepEqual(
    [copy!.note, copy!.reason, copy!.answers.length],
    ['电话 139', '搬家或换工作 I moved', 2],
    'until then it stands in their own copy',
  )
  const event = { id: newId(), type: 'member.erased', subjectKind: 'member', subjectId: member.memberId, seq: 1 }
  for (let time = 0; time < 2; time++)
    await committed(shop.merchantId, (work) => forgottenWords.handle(work, { ...event, at: testAt, data: {} }))
  const { body } = await owner.call({ url: `/leavings/${leavingId}` })
  assert.deepEqual([body.note, body.answers.length, body.reasonCode], ['', 1, 'moved'])
})

test('by phone somebody is called back at the number on record; a card that nobody can see is no proof', async () => {
  const { memberId, passId } = await holder()
  const begun = (proof?: { kind: 'card' | 'call_back' }) =>
    committed(shop.merchantId, (work) =>
      beginLeaving(work, { leavingId: newId(), passId, memberId, channel: 'phone', proof }),
    )
  await assert.rejects(begun(), { code: 'proof_needed' })
  await assert.rejects(begun({ kind: 'card' }), { code: 'call_back_needed' })
  const { leaving } = await begun({ kind: 'call_back' })
  assert.deepEqual([leaving.channel, leaving.proofKind], ['phone', 'call_back'])
})

test('a cancellation that waited for a line is executed though a reason has to be given since', async () => {
  const member = await holder()
  const { body: flow } = await owner.call({ url: '/cancel-flow' })
  const { laws: _laws, ...terms } = flow
  await owner.call({ method: 'PUT', url: '/cancel-flow', payload: { ...terms, asksReason: true } })
  const { leavingId } = await begin(member, null)
  const { body: way } = await member.phone.call({ url: `/me/passes/${member.passId}/way-out` })
  const seen = await finish(member, leavingId, { fingerprint: way.now.fingerprint })
  assert.deepEqual([seen.body.code, seen.body.details.field], ['invalid_input', 'reasonCode'])
  const { leaving } = await committed(shop.merchantId, (work) =>
    finishLeaving(work, { leavingId, time: 'now', fingerprint: null }),
  )
  assert.equal(leaving.doneAs, 'cancelled')
})
