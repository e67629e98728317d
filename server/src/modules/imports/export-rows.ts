import { itemsById } from '#modules/catalog/save-items.ts'
import { pageItems } from '#modules/catalog/page-items.ts'
import { readLedger } from '#modules/ledger/post-ledger.ts'
import { findMembers } from '#modules/members/find-members.ts'
import { memberTagNames } from '#modules/members/tags-by-name.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import { actorMay } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { localDay } from '#shared/business-day.ts'

/** One page of an export, as cells, and where the next one begins; null after the last. */
export type ExportPage<Place> = { rows: string[][]; next: Place | null }

const pageSize = 500

/** The columns carry the headers that our own import recognises, so that what goes out comes in again. */
export const productColumns = [
  '商品编号',
  '名称',
  '条码',
  '称重编码',
  '商品分类',
  '品牌',
  '规格',
  '单位',
  '售价',
  '成本价',
  '税率',
  '税收分类编码',
  '是否称重',
  '服务时长',
  '备注',
  '套餐内容',
]

export type ProductFilter = NonNullable<Parameters<typeof pageItems>[3]>

/**
 * Products, services and bundles as the filter lets through. A bundle tells its parts by the number under which each stands in
 * the file.
 */
export async function exportProducts(
  work: Work,
  after: readonly [string, string] | null,
  filter: ProductFilter = {},
): Promise<ExportPage<readonly [string, string]>> {
  const items = await pageItems(work, after, pageSize, filter)
  const partIds = items.flatMap(({ parts }) => parts.map(({ itemId }) => itemId))
  const parts = await itemsById(work, partIds)
  const seesCost = actorMay(work.actor, 'catalog.edit')
  const rows = items.map((item) => [
    item.code ?? item.id,
    item.name,
    item.barcodes.join(' '),
    item.scaleNumber ?? '',
    item.categoryName ?? '',
    item.brand,
    item.spec,
    item.unit,
    decimalOf(item.listPriceCents),
    seesCost ? decimalOf(item.costCents) : '',
    decimalOf(item.taxRateBps),
    item.taxClass ?? '',
    item.isWeighed ? '是' : '否',
    item.durationMinutes === null ? '' : String(item.durationMinutes),
    item.note,
    partsText(item.parts, parts),
  ])
  const last = items.at(-1)
  return { rows, next: items.length === pageSize && last ? [last.name, last.id] : null }
}

export const memberColumns = [
  '会员编号',
  '会员卡号',
  '姓名',
  '手机号',
  '性别',
  '生日',
  '生日类型',
  '门店',
  '开卡日期',
  '标签',
  '积分',
  '本金',
  '赠送金',
]

export type MemberFilter = Omit<Parameters<typeof findMembers>[1], 'cursor' | 'limit'>

const genderWords = { female: '女', male: '男', unknown: '保密' }

/** Members as the filter lets through, with what the shop owes them now. Erased and merged ones are left out: nobody is there. */
export async function exportMembers(
  work: Work,
  cursor: string | null,
  filter: MemberFilter = {},
): Promise<ExportPage<string>> {
  const { rows: found, next } = await findMembers(work, { ...filter, limit: 200, ...(cursor !== null && { cursor }) })
  const members = found.filter(({ status }) => status === 'active' || status === 'blocked')
  const [stores, tagNames] = await Promise.all([storeFacts(work), memberTagNames(work)])
  const zone = [...stores.values()][0]?.timeZone ?? 'UTC'
  const balances = await balancesOf(
    work,
    members.map(({ id }) => id),
  )
  const rows = members.map((member) => [
    member.externalId ?? member.number,
    member.card ?? '',
    member.name,
    member.phone ?? '',
    genderWords[member.gender],
    birthdayText(member.birthday),
    member.birthday ? (member.birthday.calendar === 'lunar' ? '农历' : '公历') : '',
    (member.homeStoreId && stores.get(member.homeStoreId)?.name) || '',
    localDay(member.enrolledAt, zone),
    member.tagIds.map((id) => tagNames.get(id)).join('、'),
    String(balances(member.id, 'points')),
    decimalOf(balances(member.id, 'stored_principal')),
    decimalOf(balances(member.id, 'stored_bonus')),
  ])
  return { rows, next }
}

/** `P1×2、P2×1`: numbers as in the first column, quantities in the part's own unit. */
function partsText(
  parts: readonly { itemId: string; quantityMilli: number }[],
  items: ReadonlyMap<string, { id: string; code: string | null }>,
): string {
  return parts
    .map(({ itemId, quantityMilli }) => `${items.get(itemId)?.code ?? itemId}×${quantityMilli / 1_000}`)
    .join('、')
}

async function balancesOf(work: Work, memberIds: readonly string[]) {
  const assets = ['points', 'stored_principal', 'stored_bonus']
  const keys = memberIds.flatMap((ownerId) => assets.map((asset) => ({ ownerKind: 'member' as const, ownerId, asset })))
  const { accounts } = await readLedger(work, keys)
  const byKey = new Map([...accounts.values()].map((each) => [`${each.ownerId} ${each.asset}`, each.balanceUnits]))
  // A debt is ours to remember, not another system's: it exports as nothing.
  return (memberId: string, asset: string) => Math.max(0, byKey.get(`${memberId} ${asset}`) ?? 0)
}

function birthdayText(birthday: { year: number | null; month: number; date: number } | null): string {
  if (!birthday) return ''
  const day = `${String(birthday.month).padStart(2, '0')}-${String(birthday.date).padStart(2, '0')}`
  return birthday.year === null ? day : `${String(birthday.year).padStart(4, '0')}-${day}`
}

/** Hundredths as people write them. */
function decimalOf(hundredths: number | null): string {
  if (hundredths === null) return ''
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`
}
