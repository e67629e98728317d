import { writeFileSync } from 'node:fs'
import { enrolMembers } from '#modules/members/enrol-members.ts'
import { defineCustomField } from '#modules/members/define-custom-fields.ts'
import { updateMember } from '#modules/members/update-member.ts'
import { readMember } from '#modules/members/member-queries.ts'
import { joinHousehold } from '#modules/members/member-household.ts'
import { addCredential } from '#modules/members/member-credentials.ts'
import { addNote } from '#modules/members/member-notes.ts'
import { createItem } from '#modules/catalog/create-item.ts'
import { setEarnPolicy } from '#modules/points/set-earn-policy.ts'
import { inTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { makeStoredValue } from '#testing/make-value.ts'
import { makeSale } from '#testing/make-sale.ts'
import { startBenchShop } from './lib/bench-shop.ts'

const shop = await startBenchShop({ PORT: '18234' })
const { merchantId, storeId, database } = shop
const at = (day: string, body: (work: Work) => Promise<unknown>) =>
  inTransaction(
    database,
    { merchantId, actor: { kind: 'system', name: 'look' }, at: new Date(`${day}T05:12:00Z`) },
    body,
  )
const names =
  '林黛玉 薛宝钗 王熙凤 史湘云 贾探春 欧阳娜娜 单雄信 李纨 妙玉 秦可卿 陈思远 赵敏 周子涵 吴越 郑爽朗 Anna Schmidt 阿依古丽·买买提 王小明 王小明 李娜 李娜 张伟 张伟'.split(
    ' ',
  )
const ids = names.map(() => newId())
const itemIds: string[] = []
await at('2026-01-02', async (work) => {
  await setEarnPolicy(work, {
    rule: { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true },
    expiry: { months: 12, round: 'month_end' },
  } as never)
  for (const [name, cents] of [
    ['玫瑰身体护理 90 分钟', 38800],
    ['深层补水面护', 26800],
    ['洗剪吹', 8800],
    ['护手霜', 5900],
  ] as const) {
    const id = newId()
    itemIds.push(id)
    await createItem(work, { id, kind: 'product', name, listPriceCents: cents } as never)
  }
  await defineCustomField(work, {
    id: newId(),
    code: 'skin',
    label: '肤质',
    kind: 'choice',
    choices: ['干性', '油性', '混合'],
    isForTill: true,
  })
  await defineCustomField(work, {
    id: newId(),
    code: 'height',
    label: '身高 (cm)',
    kind: 'number',
    choices: [],
    isForTill: false,
  })
})
for (const [i, name] of names.entries())
  await at(`2026-0${1 + (i % 8)}-1${i % 10}`, async (work) => {
    const [made] = await enrolMembers(work, [
      {
        id: ids[i]!,
        name,
        phone: i % 7 === 6 ? null : `138${String(10013800 + i * 7919).slice(0, 8)}`,
        gender: i % 3 === 2 ? 'male' : 'female',
        source: 'till',
        homeStoreId: storeId,
        birthday:
          i % 2
            ? {
                calendar: i % 4 === 1 ? 'lunar' : 'solar',
                year: 1980 + i,
                month: 1 + ((i * 5) % 12),
                date: 1 + ((i * 7) % 28),
                isLeapMonth: false,
              }
            : i === 0
              ? { calendar: 'lunar', year: 1993, month: 10, date: 16, isLeapMonth: false }
              : null,
        ...(i === 0
          ? {
              cardNumber: 'VIP-0001',
              consents: [
                { purpose: 'health', textVersion: 1 },
                { purpose: 'marketing', textVersion: 1 },
              ],
              allergies: '对酒精类精油过敏',
            }
          : {}),
        ...(i >= 21 ? { birthday: { calendar: 'solar', year: 1988, month: 5, date: 6, isLeapMonth: false } } : {}),
      } as never,
    ])
    if (made && 'code' in made) console.log(name, made)
  })
const days = [
  '2026-02-03',
  '2026-03-12',
  '2026-04-02',
  '2026-05-01',
  '2026-05-28',
  '2026-06-20',
  '2026-07-15',
  '2026-08-10',
  '2026-09-03',
  '2026-09-24',
]
await at('2026-02-03', (work) => makeStoredValue(work, ids[0]!, 100_000, 20_000 as never))
for (const [i, day] of days.entries())
  await at(day, (work) =>
    makeSale(work, {
      storeId,
      memberId: ids[0]!,
      items: [[itemIds[i % 4]!, 1], ...(i % 3 ? [] : [[itemIds[3]!, 2] as const])],
      storedCents: i === 3 ? 8_800 : 0,
    } as never),
  )
await at('2026-10-01', async (work) => {
  const version = (await readMember(work, ids[0]!))!.version
  await updateMember(work, {
    memberId: ids[0]!,
    version,
    changes: { custom: { skin: '混合', height: 165 }, referrerId: ids[1]! },
  })
  await joinHousehold(work, { id: newId(), memberId: ids[0]!, withMemberId: ids[8]!, name: '林家' })
  await addNote(work, { id: newId(), memberId: ids[0]!, body: '喜欢靠窗的位置，护发时水温要低一些。', isForTill: true })
  await addNote(work, {
    id: newId(),
    memberId: ids[0]!,
    body: '九月起想换深层补水的疗程，下次来介绍一下。',
    isForTill: false,
  })
  await addCredential(work, { id: newId(), memberId: ids[0]!, kind: 'card', value: 'GIFT-2026-8' })
})
const [name, value] = shop.headers.cookie!.split('=') as [string, string]
writeFileSync(
  '/tmp/look-cookies.json',
  JSON.stringify({
    cookies: [
      { name, value, domain: 'localhost', path: '/', expires: -1, httpOnly: true, secure: false, sameSite: 'Lax' },
    ],
    origins: [],
  }),
)
writeFileSync('/tmp/look-ids.json', JSON.stringify(ids))
console.log('ready', shop.port, ids[0])
setInterval(() => {}, 60_000)
process.once('SIGTERM', () => void shop.stop().then(() => process.exit(0)))
