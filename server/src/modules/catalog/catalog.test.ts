import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#shared/refusal.ts'
import { newId } from '#shared/ids.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { inWork, staffActor } from '#testing/work.ts'
import { adjustItemStock } from './adjust-item-stock.ts'
import { saveCategories, setBarcodeFormats, setQuickKeys } from './arrange-shelf.ts'
import { archiveItem, changeItem } from './change-item.ts'
import { createItem } from './create-item.ts'
import { listItems, readItems } from './item-queries.ts'
import { keepPicture } from './keep-picture.ts'
import { createPriceList, setListedPrices } from './save-price-list.ts'
import { completeItems, saveItems } from './save-items.ts'
import { tillCatalog } from './till-catalog.ts'

const plainFilter = { text: null, kind: null, categoryId: null, isArchived: false, after: null, limit: 50 }

test(
  'a product is found by name, pinyin, initials, number and barcode',
  inWork(async (work) => {
    await makeShop(work)
    const { id } = await makeItem(work, { name: '修护洗发水', code: 'XF-7', barcodes: ['6901234567892'] })
    await makeItem(work, { name: '面膜' })
    for (const text of ['洗发', 'xiuhu', 'xhxfs', 'xf-7', '6901234567892']) {
      const found = await listItems(work, { ...plainFilter, text })
      assert.deepEqual(
        found.map((item) => item.id),
        [id],
        text,
      )
    }
    assert.deepEqual(await listItems(work, { ...plainFilter, text: '100%' }), [])
  }),
)

test(
  'pages of products follow each other without a gap',
  inWork(async (work) => {
    await makeShop(work)
    for (let index = 0; index < 7; index++) await makeItem(work, { name: `茶 ${index % 3}` })
    const seen: string[] = []
    let after: [string, string] | null = null
    for (;;) {
      const page = await listItems(work, { ...plainFilter, after, limit: 3 })
      seen.push(...page.map(({ id }) => id))
      if (page.length < 3) break
      after = [page.at(-1)!.name, page.at(-1)!.id]
    }
    assert.equal(new Set(seen).size, 7)
    assert.equal(seen.length, 7)
  }),
)

test(
  'two products never share a barcode, a number or a scale number, also within one import',
  inWork(async (work) => {
    await makeShop(work)
    await makeItem(work, { barcodes: ['036000291452'], code: 'A', scaleNumber: '00042', isWeighed: true })
    const given = [
      { id: newId(), kind: 'product', name: 'a', barcodes: ['0036000291452'] },
      { id: newId(), kind: 'product', name: 'b', code: 'A' },
      { id: newId(), kind: 'product', name: 'c', scaleNumber: '42' },
      { id: newId(), kind: 'product', name: 'd', barcodes: ['X1'] },
      { id: newId(), kind: 'product', name: 'e', barcodes: ['X1'] },
    ] as const
    const outcomes = await saveItems(work, await completeItems(work, given))
    assert.deepEqual(
      outcomes.map((outcome) => (isRefusal(outcome) ? outcome.code : outcome.name)),
      ['barcode_taken', 'item_code_taken', 'scale_number_taken', 'd', 'barcode_taken'],
    )
  }),
)

const unfit: [string, object][] = [
  ['invalid_duration', { kind: 'service' }],
  ['invalid_duration', { kind: 'product', durationMinutes: 30 }],
  ['invalid_bundle', { kind: 'bundle' }],
  ['invalid_bundle', { kind: 'product', parts: [{ itemId: newId(), quantityMilli: 1000 }] }],
  ['item_not_found', { kind: 'bundle', parts: [{ itemId: newId(), quantityMilli: 1000 }] }],
  ['invalid_stock_kind', { kind: 'service', durationMinutes: 30, tracksStock: true }],
  ['invalid_barcode', { kind: 'product', barcodes: ['你好'] }],
  ['invalid_scale_number', { kind: 'product', scaleNumber: 'x' }],
  ['invalid_item_name', { kind: 'product', name: '   ' }],
  ['category_not_found', { kind: 'product', categoryId: newId() }],
]
for (const [code, given] of unfit) {
  test(
    `an item of ${JSON.stringify(given).slice(0, 50)} is refused with ${code}`,
    inWork(async (work) => {
      await makeShop(work)
      await assert.rejects(createItem(work, { id: newId(), name: 'x', ...given } as never), { code })
    }),
  )
}

test(
  'a change that somebody overtook is refused, and prices are for those who may set them',
  inWork(async (work) => {
    await makeShop(work)
    const { id } = await makeItem(work)
    const changed = await changeItem(work, { itemId: id, version: 1, listPriceCents: 8800 })
    assert.deepEqual(changed, { itemId: id, version: 2 })
    await assert.rejects(changeItem(work, { itemId: id, version: 1, name: 'late' }), { code: 'item_changed' })
    const clerk = work.as(staffActor(['catalog.edit']), work.at)
    await assert.rejects(changeItem(clerk, { itemId: id, version: 2, listPriceCents: 1 }), { code: 'not_allowed' })
    await changeItem(clerk, { itemId: id, version: 2, name: '新名字' })
    const item = (await readItems(work, [id])).get(id)
    assert.deepEqual([item?.name, item?.listPriceCents, item?.version], ['新名字', 8800, 3])
  }),
)

test(
  'a till loads the catalogue in pages, then only what changed, and hears what is no longer sold',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const made = [await makeItem(work), await makeItem(work), await makeItem(work)]
    const gone = await makeItem(work)
    await archiveItem(work, { itemId: gone.id, isArchived: true })

    const first = await tillCatalog(work, { storeId, limit: 2 })
    assert.deepEqual([first.items.length, first.isComplete, first.shelf], [2, false, null])
    const rest = await tillCatalog(work, { storeId, cursor: first.cursor, limit: 2 })
    assert.deepEqual(
      [...first.items, ...rest.items].map(({ id }) => id),
      made.map(({ id }) => id),
    )
    assert.equal(rest.isComplete, true)
    assert.ok(rest.shelf)

    const nothing = await tillCatalog(work, { storeId, cursor: rest.cursor, limit: 2 })
    assert.deepEqual([nothing.items, nothing.isComplete], [[], true])
    await changeItem(work, { itemId: made[0]!.id, version: 1, name: '换了名字' })
    await archiveItem(work, { itemId: made[1]!.id, isArchived: true })
    const news = await tillCatalog(work, { storeId, cursor: nothing.cursor, limit: 10 })
    assert.deepEqual(
      news.items.map(({ id, isArchived }) => [id, isArchived]),
      [
        [made[0]!.id, false],
        [made[1]!.id, true],
      ],
    )
  }),
)

test(
  'the till gets price lists in the form that prices a cart',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id } = await makeItem(work)
    const plain = { tierId: null, storeId: null, startsAt: null, endsAt: null, rateBps: null }
    await createPriceList(work, { ...plain, id: newId(), name: '会员价', kind: 'member', rateBps: 9500 })
    const over = {
      ...plain,
      id: newId(),
      name: '过期',
      kind: 'timed' as const,
      endsAt: new Date(work.at.getTime() - 1),
    }
    await createPriceList(work, over)
    const shop = { ...plain, id: newId(), name: '本店价', kind: 'store' as const, storeId }
    await createPriceList(work, shop)
    await setListedPrices(work, { priceListId: shop.id, prices: [{ itemId: id, priceCents: 9900 }] })
    const { shelf } = await tillCatalog(work, { storeId, limit: 10 })
    assert.deepEqual(shelf?.priceLists.map(({ name, kind, rateBps, items }) => [name, kind, rateBps, items]).sort(), [
      ['会员价', 'member', 9500, {}],
      ['本店价', 'store', null, { [id]: 9900 }],
    ])
    await assert.rejects(createPriceList(work, { ...plain, id: newId(), name: 'x', kind: 'timed', tierId: newId() }), {
      code: 'invalid_price_list',
    })
  }),
)

test(
  'printed codes, quick keys and categories are kept per store and refused when wrong',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id } = await makeItem(work)
    const scale = { name: '电子秤', weightDecimals: 3, amountDecimals: 2 }
    await setBarcodeFormats(work, { storeId, formats: [{ ...scale, pattern: '21IIIIIAAAAAC' }] })
    await assert.rejects(
      setBarcodeFormats(work, {
        storeId,
        formats: [
          { ...scale, pattern: '2IIIIIIAAAAAC' },
          { ...scale, pattern: '2IIIIIIWWWWWC' },
        ],
      }),
      { code: 'barcode_patterns_overlap' },
    )
    await setQuickKeys(work, { storeId, keys: [{ position: 1, itemId: id, colour: 'gold' }] })
    await assert.rejects(setQuickKeys(work, { storeId, keys: [{ position: 1, itemId: newId(), colour: null }] }), {
      code: 'item_not_found',
    })
    const hair = { id: newId(), name: '美发', parentId: null, position: 1 }
    await saveCategories(work, [hair, { id: newId(), name: '染发', parentId: hair.id, position: 2 }])
    await assert.rejects(saveCategories(work, [{ ...hair, id: newId() }]), { code: 'category_exists' })
    const { shelf } = await tillCatalog(work, { storeId, limit: 10 })
    assert.equal(shelf?.barcodeFormats[0]?.pattern, '21IIIIIAAAAAC')
    assert.deepEqual(shelf?.quickKeys, [{ position: 1, itemId: id, colour: 'gold' }])
    assert.deepEqual(
      shelf?.categories.map(({ name }) => name),
      ['美发', '染发'],
    )
  }),
)

test(
  'a picture is what its bytes say',
  inWork(async (work) => {
    const png = Buffer.from('89504e470d0a1a0a00', 'hex')
    await keepPicture(work, { pictureId: newId(), bytes: png })
    await assert.rejects(keepPicture(work, { pictureId: newId(), bytes: Buffer.from('<svg onload=alert(1)>') }), {
      code: 'invalid_picture',
    })
  }),
)

test(
  'stock is adjusted by count or by change, with a move for each, and not for services',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id } = await makeItem(work, { tracksStock: true })
    const adjust = (adjustment: { countedMilli: number } | { changeMilli: number }) =>
      adjustItemStock(work, {
        adjustmentId: newId(),
        storeId,
        reason: '盘点',
        adjustments: [{ itemId: id, ...adjustment }],
      })
    assert.equal((await adjust({ countedMilli: 5000 })).moves, 1)
    assert.equal((await adjust({ countedMilli: 5000 })).moves, 0)
    assert.equal((await adjust({ changeMilli: -2000 })).moves, 1)
    const service = await makeItem(work, { kind: 'service' })
    await assert.rejects(
      adjustItemStock(work, {
        adjustmentId: newId(),
        storeId,
        reason: '盘点',
        adjustments: [{ itemId: service.id, countedMilli: 1 }],
      }),
      { code: 'stock_not_counted' },
    )
  }),
)
