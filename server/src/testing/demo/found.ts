import { createPriceList, setListedPrices } from '#modules/catalog/save-price-list.ts'
import { saveCategories, setQuickKeys } from '#modules/catalog/arrange-shelf.ts'
import { completeItems, type NewItem, saveItems } from '#modules/catalog/save-items.ts'
import { addUser } from '#modules/identity/add-user.ts'
import { registerDevice } from '#modules/identity/register-device.ts'
import { builtInRoleId } from '#modules/identity/change-role.ts'
import { createMerchant } from '#modules/identity/create-merchant.ts'
import { Passwords } from '#modules/identity/passwords.ts'
import { allPermissions, type RoleCode } from '#modules/identity/permission-rules.ts'
import { setRedeemPolicy } from '#modules/points/redeem-policy.ts'
import { setEarnPolicy } from '#modules/points/set-earn-policy.ts'
import { addPrinter } from '#modules/printing/save-printer.ts'
import { openStore } from '#modules/shops/open-store.ts'
import { createOffer, sellOfferOnline } from '#modules/stored-value/offers.ts'
import { openStock } from '#modules/stock/adjust-stock.ts'
import type { Database } from '#platform/db.ts'
import type { OpenWork, Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { accept } from '#shared/refusal.ts'
import { categories, type Good, goods } from './goods.ts'

export type DemoLogin = { role: string; loginName: string; password: string }

/** One password for all of them, told on the terminal: a demo holds nobody's data. */
const password = '演示店铺2026-regulars'

const staff: readonly { role: RoleCode; title: string; loginName: string; name: string; store: 0 | 1 | null }[] = [
  { role: 'owner', title: '老板 owner', loginName: 'laoban', name: '林晓岚', store: null },
  { role: 'manager', title: '店长 manager', loginName: 'dianzhang', name: '周建国', store: null },
  { role: 'cashier', title: '收银 cashier', loginName: 'shouyin', name: '小陈', store: 0 },
  { role: 'cashier', title: '收银 cashier', loginName: 'shouyin2', name: '小何', store: 1 },
]

export type DemoOffer = { id: string; principalCents: number; bonusCents: number }

/** What the year needs to know of the shop it lives in. */
export type Founded = {
  stores: readonly { id: string }[]
  managerId: string
  cashiers: readonly string[]
  /** The bound till of each store, and whether today's money goes through them: else a browser takes it. */
  tills: string[]
  isAtTill: boolean
  itemIds: ReadonlyMap<string, string>
  offers: readonly DemoOffer[]
  logins: DemoLogin[]
}

/** Merchant, two stores, staff, goods with stock, a member price list, points rules and top-up offers. */
export async function foundDemo(work: Work, database: Database): Promise<Founded> {
  const passwordHash = await new Passwords(database.keys('identity.passwords', null)).hash(password)
  const owner = staff[0]!
  const { storeId, userId } = await createMerchant(work, database.keys, {
    name: '晴野美学健身',
    currency: 'CNY',
    locale: 'zh-CN',
    storeName: '湖滨旗舰店',
    timeZone: 'Asia/Shanghai',
    owner: { loginName: owner.loginName, name: owner.name, passwordHash },
  })
  const { storeId: second } = await openStore(work, {
    storeId: newId(),
    name: '城西店',
    receiptHeader: '晴野美学健身 · 城西店',
    receiptFooter: '凭小票 7 日内可退换未拆封商品',
    cutoffHour: 2,
  })
  const stores = [{ id: storeId }, { id: second }]
  const cashiers = [userId!, userId!]
  let managerId = userId!
  for (const person of staff.slice(1)) {
    const added = await addUser(work, database.keys, {
      userId: newId(),
      loginName: person.loginName,
      name: person.name,
      roleIds: [await builtInRoleId(work, person.role)],
      storeIds: person.store === null ? null : [stores[person.store]!.id],
      passwordHash,
      mustChangePassword: false,
    })
    if (person.store !== null && person.role === 'cashier') cashiers[person.store] = added.userId
    if (person.role === 'manager') managerId = added.userId
  }
  const itemIds = await stockShelves(work, stores)
  const offers = await makeRules(work, itemIds)
  const logins = staff.map(({ title, loginName }) => ({ role: title, loginName, password }))
  const tills = []
  for (const { id } of stores) {
    tills.push((await registerDevice(work, database.keys, { deviceId: newId(), storeId: id, name: '前台' })).deviceId)
  }
  await setUpPrinters(work, stores)
  return { stores, managerId, cashiers, tills, isAtTill: false, itemIds, offers, logins }
}

/** The transaction as a cashier of a store (or `userId`) sees it at an instant. */
export function atCounter(
  work: OpenWork,
  { cashiers, tills, isAtTill }: Founded,
  store: 0 | 1,
  at: Date,
  userId = cashiers[store]!,
): OpenWork {
  return work.as(
    {
      kind: 'staff',
      userId,
      sessionId: userId,
      permissions: new Set(allPermissions),
      storeIds: null,
      deviceId: isAtTill ? tills[store]! : null,
      ip: null,
    },
    at,
  )
}

/** Receipts on wide paper in one store, on narrow paper in the other; nothing is sent before somebody prints. */
async function setUpPrinters(work: Work, stores: readonly { id: string }[]): Promise<void> {
  for (const [index, { id: storeId }] of stores.entries()) {
    await addPrinter(work, {
      ...{ printerId: newId(), storeId, deviceId: null, name: '前台小票机', language: 'escpos' },
      ...{ host: `192.168.1.${50 + index}`, port: 9100, columns: index === 0 ? 48 : 32 },
      ...{ hasCutter: true, hasDrawer: true, printsEachSale: false },
    })
  }
}

async function stockShelves(work: Work, stores: readonly { id: string }[]): Promise<Map<string, string>> {
  const categoryIds = new Map(categories.map((name) => [name as string, newId()]))
  await saveCategories(
    work,
    categories.map((name, position) => ({ id: categoryIds.get(name)!, name, parentId: null, position })),
  )
  const itemIds = new Map(goods.map((good) => [good.code, newId()]))
  const rows = goods.map((good) => itemOf(good, itemIds, categoryIds))
  // Bundles name their parts, which have to be there first.
  for (const isBundle of [false, true]) {
    const some = rows.filter((row) => (row.kind === 'bundle') === isBundle)
    for (const outcome of await saveItems(work, await completeItems(work, some))) accept(outcome)
  }
  const counted = goods.filter(({ kind }) => kind === 'product').map(({ code }) => itemIds.get(code)!)
  for (const { id } of stores) {
    const counts = counted.map((itemId) => ({ itemId, countedMilli: 6_000_000 }))
    await openStock(work, { storeId: id, batchId: newId(), counts })
    const keys = ['S12', 'S13', 'S07', 'S02', 'P15', 'P18', 'P03', 'B02'].map((code, index) => ({
      position: index + 1,
      itemId: itemIds.get(code)!,
      colour: null,
    }))
    await setQuickKeys(work, { storeId: id, keys })
  }
  return itemIds
}

function itemOf(good: Good, itemIds: ReadonlyMap<string, string>, categoryIds: ReadonlyMap<string, string>): NewItem {
  return {
    id: itemIds.get(good.code)!,
    kind: good.kind,
    code: good.code,
    name: good.name,
    categoryId: categoryIds.get(good.category)!,
    listPriceCents: good.priceCents,
    costCents: good.costCents ?? null,
    taxRateBps: good.kind === 'service' ? 600 : 1300,
    barcodes: good.barcode ? [good.barcode] : [],
    ...(good.unit ? { unit: good.unit } : {}),
    ...(good.minutes ? { durationMinutes: good.minutes } : {}),
    ...(good.parts
      ? { parts: good.parts.map(([code, units]) => ({ itemId: itemIds.get(code)!, quantityMilli: units * 1000 })) }
      : {}),
  }
}

async function makeRules(work: Work, itemIds: ReadonlyMap<string, string>): Promise<DemoOffer[]> {
  await setEarnPolicy(work, {
    rule: { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true },
    expiry: { months: 12, round: 'month_end' },
  })
  await setRedeemPolicy(work, {
    version: 0,
    rule: { points: 100, worthCents: 100, minPoints: 100, stepPoints: 100, maxShareBps: 3_000 },
    returnedExpired: 'as_new',
    graceDays: 0,
  })
  const priceListId = newId()
  await createPriceList(work, {
    id: priceListId,
    name: '会员价',
    kind: 'member',
    storeId: null,
    tierId: null,
    startsAt: null,
    endsAt: null,
    rateBps: 9_500,
  })
  const special = [
    ['S12', 7_900],
    ['P15', 500],
  ] as const
  await setListedPrices(work, {
    priceListId,
    prices: special.map(([code, priceCents]) => ({ itemId: itemIds.get(code)!, priceCents })),
  })
  const offers = [
    { id: newId(), name: '充 500 送 30', principalCents: 50_000, bonusCents: 3_000 },
    { id: newId(), name: '充 1000 送 100', principalCents: 100_000, bonusCents: 10_000 },
    { id: newId(), name: '充 3000 送 500', principalCents: 300_000, bonusCents: 50_000 },
  ]
  for (const offer of offers) {
    await createOffer(work, { ...offer, drawMode: 'proportional', bonusMonths: 24 })
    await sellOfferOnline(work, offer.id, true)
  }
  return offers
}
