import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { localMinute } from '#shared/business-day.ts'
import { isRefusal } from '#shared/refusal.ts'
import { acs3Authorization, canonicalQuery } from './aliyun-sms.ts'
import { type Cap, capHit } from './cap-rules.ts'
import { defaultTemplate } from './default-templates-rules.ts'
import { kindOf, messageKindCodes, variablesOf } from './message-kinds-rules.ts'
import { decide, judge, type PolicyFacts } from './policy-rules.ts'
import { nextLoudAt, type QuietHours } from './quiet-hours-rules.ts'
import { checkTemplate, cutText, fillTemplate, finishText, smsParts, variablesIn } from './template-rules.ts'
import { tc3Authorization } from './tencent-sms.ts'
import { writeValues } from './write-values-rules.ts'

const night: QuietHours = { fromMinute: 22 * 60, toMinute: 8 * 60 }
const at = new Date('2026-03-01T06:00:00Z')

test('signatures are those that the gateways publish for their examples', () => {
  const aliyun = acs3Authorization(
    {
      method: 'POST',
      path: '/',
      query: canonicalQuery({
        ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd',
        RegionId: 'cn-shanghai',
      }),
      headers: {
        host: 'ecs.cn-shanghai.aliyuncs.com',
        'x-acs-action': 'RunInstances',
        'x-acs-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        'x-acs-date': '2023-10-26T10:22:32Z',
        'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
        'x-acs-version': '2014-05-26',
      },
    },
    { accessKeyId: 'YourAccessKeyId', accessKeySecret: 'YourAccessKeySecret' },
  )
  assert.match(aliyun, /Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0$/)
  const body = String.raw`{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}`
  const headers = { 'content-type': 'application/json; charset=utf-8', host: 'cvm.tencentcloudapi.com' }
  const tencent = (signed: Record<string, string>, secretKey: string) =>
    tc3Authorization(
      { service: 'cvm', timestamp: 1_551_113_065, body, headers: signed },
      { secretId: 'AKID', secretKey },
    )
  assert.match(
    tencent(headers, 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE'),
    /Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168$/,
  )
  assert.match(
    tencent({ ...headers, 'x-tc-action': 'DescribeInstances' }, '*'.repeat(32)),
    /Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f$/,
  )
})

test('from ten in the evening to eight in the morning it is quiet, over midnight and in the shop’s own zone', () => {
  const cases: [string, string | null][] = [
    ['2026-03-01T13:59:00Z', null], // 21:59
    ['2026-03-01T14:00:00Z', '2026-03-02T00:00:00.000Z'], // 22:00 waits until 08:00
    ['2026-03-01T16:30:00Z', '2026-03-02T00:00:00.000Z'], // 00:30
    ['2026-03-01T23:59:59Z', '2026-03-02T00:00:00.000Z'],
    ['2026-03-02T00:00:00Z', null],
  ]
  for (const [given, until] of cases)
    assert.equal(
      nextLoudAt(new Date(given), 'Asia/Shanghai', [night])?.toISOString(),
      until ?? new Date(given).toISOString(),
    )
})

test('a clock that is put forward or back moves the end of quiet hours with the wall clock', () => {
  // Berlin, 29 March 2026: 02:00 → 03:00. Eight o'clock comes an hour earlier in UTC than the evening before promised.
  assert.equal(
    nextLoudAt(new Date('2026-03-28T22:00:00Z'), 'Europe/Berlin', [night])?.toISOString(),
    '2026-03-29T06:00:00.000Z',
  )
  // 25 October 2026: 03:00 → 02:00.
  assert.equal(
    nextLoudAt(new Date('2026-10-24T21:00:00Z'), 'Europe/Berlin', [night])?.toISOString(),
    '2026-10-25T07:00:00.000Z',
  )
  // An end inside the hour that is skipped: the first minute that exists behind it.
  const gap = { fromMinute: 60, toMinute: 150 }
  assert.equal(
    nextLoudAt(new Date('2026-03-29T00:30:00Z'), 'Europe/Berlin', [gap])?.toISOString(),
    '2026-03-29T01:00:00.000Z',
  )
})

test('whatever the zone and hours, the next loud minute is loud and none before it is', () => {
  const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC']
  const minute = fc.integer({ min: 0, max: 1_439 })
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true }),
      fc.constantFrom(...zones),
      fc.array(fc.record({ fromMinute: minute, toMinute: minute }), { minLength: 1, maxLength: 2 }),
      (given, zone, hours) => {
        const isQuiet = (time: number) => {
          const local = localMinute(new Date(time), zone)
          return hours.some(({ fromMinute, toMinute }) =>
            fromMinute <= toMinute ? local >= fromMinute && local < toMinute : local >= fromMinute || local < toMinute,
          )
        }
        const found = nextLoudAt(given, zone, hours)
        if (!found) {
          for (let time = given.getTime(); time < given.getTime() + 86_400_000; time += 60_000) assert.ok(isQuiet(time))
          return
        }
        assert.equal(isQuiet(found.getTime()), false)
        for (let time = given.getTime(); time < found.getTime(); time += 60_000) assert.equal(isQuiet(time), true)
      },
    ),
    { numRuns: 60 },
  )
})

test('a cap of a calendar day is free at midnight in the member’s zone, a rolling one when the oldest is old enough', () => {
  const cap: Cap = { perDay: 1, rolling: { days: 7, most: 2 } }
  const sent = (...times: string[]) => times.map((time) => new Date(time))
  const hit = (times: Date[], weekMost: number | null = null) =>
    capHit({ cap, weekMost }, { sent: times, sentAny: times }, at, 'Asia/Shanghai')
  assert.equal(hit([]), null)
  assert.deepEqual(hit(sent('2026-03-01T01:00:00Z')), {
    reason: 'cap_day',
    freeAt: new Date('2026-03-01T16:00:00Z'),
  })
  // Yesterday by the wall clock, though less than 24 hours ago.
  assert.equal(hit(sent('2026-02-28T15:59:00Z')), null)
  assert.deepEqual(hit(sent('2026-02-24T05:00:00Z', '2026-02-26T05:00:00Z')), {
    reason: 'cap_rolling',
    freeAt: new Date('2026-03-03T05:00:00Z'),
  })
  assert.equal(hit(sent('2026-02-22T05:00:00Z', '2026-02-26T05:00:00Z')), null, 'one of them is a week old')
  assert.equal(hit(sent('2026-02-26T05:00:00Z'), 1)?.reason, 'cap_week')
  const none = capHit({ cap: { perDay: 0, rolling: null }, weekMost: null }, { sent: [], sentAny: [] }, at, 'UTC')
  assert.deepEqual(none, { reason: 'cap_day', freeAt: null })
})

const open: PolicyFacts = {
  topic: 'offers',
  channel: 'sms',
  hasMarketingConsent: true,
  isAddressProved: true,
  choice: null,
  isSuppressed: false,
  isHeldOut: false,
  exit: null,
  loudAt: at,
  cap: null,
  costMills: 45,
  budgetLeftMills: null,
  budgetFreeAt: new Date('2026-04-01'),
  quotaFreeAt: null,
  expiresAt: new Date('2026-03-04'),
}
const decided = (facts: Partial<PolicyFacts>) => decide(judge({ ...open, ...facts }, at))

test('the first no of the policy’s order is the reason, a no that ends in time is a wait', () => {
  const later = new Date('2026-03-02')
  const tooLate = new Date('2026-03-05')
  assert.deepEqual(decided({}), { kind: 'send' })
  assert.deepEqual(decided({ loudAt: later }), { kind: 'wait', reason: 'quiet_hours', until: later })
  assert.deepEqual(decided({ loudAt: tooLate }), { kind: 'refuse', reason: 'quiet_hours' })
  assert.deepEqual(decided({ budgetLeftMills: 44 }), { kind: 'refuse', reason: 'budget_spent' })
  assert.deepEqual(decided({ quotaFreeAt: later }), { kind: 'wait', reason: 'provider_quota', until: later })
  const all = {
    ...{ hasMarketingConsent: false, isSuppressed: true, isHeldOut: true, exit: 'no_address' as const },
    ...{ loudAt: later, cap: { reason: 'cap_day' as const, freeAt: later }, budgetLeftMills: 0, quotaFreeAt: later },
  }
  const reasons = judge({ ...open, ...all }, at).map(({ reason }) => reason)
  assert.deepEqual(reasons, [
    ...['no_consent', 'suppressed', 'held_out', 'no_address', 'quiet_hours', 'cap_day', 'budget_spent'],
    'provider_quota',
  ])
  assert.deepEqual(decided(all), { kind: 'refuse', reason: 'no_consent' })
})

test('of consent and choice the stricter wins; a code asks neither, nor the hour', () => {
  assert.deepEqual(decided({ choice: true, hasMarketingConsent: false }), { kind: 'refuse', reason: 'no_consent' })
  assert.deepEqual(decided({ choice: false }), { kind: 'refuse', reason: 'turned_off' })
  const unproved = { channel: 'email', isAddressProved: false } as const
  assert.deepEqual(decided({ ...unproved, choice: true }), { kind: 'refuse', reason: 'email_unproved' })
  assert.deepEqual(decided({ ...unproved, topic: 'receipts', choice: true }), { kind: 'send' })
  const receipt = { topic: 'receipts', hasMarketingConsent: false } as const
  assert.deepEqual(decided(receipt), { kind: 'refuse', reason: 'not_asked_for' })
  assert.deepEqual(decided({ ...receipt, choice: true }), { kind: 'send' })
  assert.deepEqual(decided({ topic: 'holdings', hasMarketingConsent: false }), { kind: 'send' })
  const late = { loudAt: new Date('2026-03-02'), cap: { reason: 'cap_day' as const, freeAt: null }, isSuppressed: true }
  assert.deepEqual(decided({ topic: 'codes', hasMarketingConsent: false, ...late }), { kind: 'send' })
  assert.deepEqual(decided({ topic: 'holdings', channel: 'inbox', ...late }), { kind: 'send' })
})

test('a wording with a missing value is refused and never says "undefined"', () => {
  assert.equal(fillTemplate('您有{{points}}积分', { points: '120' }), '您有120积分')
  assert.equal(fillTemplate('{{name|会员}}您好', { name: null }), '会员您好')
  const missing = fillTemplate('您有{{points}}积分', { points: null })
  assert.ok(isRefusal(missing) && missing.details['variable'] === 'points')
  assert.ok(isRefusal(fillTemplate('{{constructor}}', {})))
})

test('a wording is checked against its kind before it is saved', () => {
  const code = (body: string) => checkTemplate('points_expiring', { title: '', body })?.code ?? null
  assert.equal(code('{{points}}积分{{day}}到期'), null)
  assert.equal(code('{{ponts}}积分'), 'template_variable_unknown')
  assert.equal(code('{{toString}}'), 'template_variable_unknown')
  assert.equal(code('{{name}}您好'), 'template_fallback_needed')
  assert.equal(code('{{points积分'), 'template_broken')
})

test('every built-in wording is right for its kind, in both languages and on all its channels', () => {
  for (const kind of messageKindCodes)
    for (const channel of kindOf(kind).channels)
      for (const language of ['zh', 'en'] as const) {
        const wording = defaultTemplate(kind, channel, language)
        assert.equal(checkTemplate(kind, wording), null, `${kind} ${channel} ${language}`)
        assert.equal(channel === 'sms', wording.title === '', `${kind} ${channel}`)
        for (const name of variablesIn(wording.body)) assert.ok(name in variablesOf(kind))
      }
})

test('marketing by text message names its sender and how to stop it, once', () => {
  const options = { sign: '晴天美容', language: 'zh', saysHowToStop: true } as const
  assert.equal(finishText('好久不见。', options), '【晴天美容】好久不见，回T退订')
  assert.equal(finishText('好久不见，回TD退订', options), '【晴天美容】好久不见，回TD退订')
  assert.equal(finishText('验证码1234。', { ...options, saysHowToStop: false }), '【晴天美容】验证码1234。')
})

test('a text message holds 70 characters, a longer one 67 a part, and an emoji counts twice', () => {
  const cases: [string, number][] = [
    ['a'.repeat(70), 1],
    ['字'.repeat(71), 2],
    ['字'.repeat(134), 2],
    ['字'.repeat(135), 3],
    ['😀'.repeat(35), 1],
    ['😀'.repeat(36), 2],
  ]
  for (const [text, parts] of cases) assert.equal(smsParts(text), parts, `${text.length}`)
  assert.equal(cutText('👨‍👩‍👧生日快乐', 3), '👨‍👩‍👧生…')
})

test('values are written as a reader of their language writes them; a value of the wrong type is none', () => {
  const place = { language: 'zh', currency: 'CNY', timeZone: 'Asia/Shanghai', publicUrl: 'https://x.example' } as const
  const data = { amount: 123_456, store: '人民路店', receipt: 'S1', points: 1_200 }
  const zh = writeValues('sale_receipt', data, place, (id) => `/receipt/${id}`)
  assert.equal(zh['amount'], '¥1,234.56')
  assert.equal(zh['receipt'], 'https://x.example/receipt/S1')
  const en = writeValues('points_expiring', { points: 1_200, day: '2026-03-31' }, { ...place, language: 'en' }, String)
  assert.deepEqual([en['points'], en['day'], en['daysLeft']], ['1,200', 'Mar 31, 2026', null])
  assert.equal(writeValues('points_expiring', { points: 'many' }, place, String)['points'], null)
})
