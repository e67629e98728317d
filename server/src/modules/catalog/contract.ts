import {
  Cents,
  Count,
  Instant,
  Nullable,
  PageOf,
  PageQuery,
  RateBps,
  strict,
  Text,
  Type,
  Uuid,
} from '#platform/contract.ts'

const MadeKind = Type.Union([Type.Literal('product'), Type.Literal('service'), Type.Literal('bundle')])
/** Plans are made and changed as passes. */
export const ItemKind = Type.Union([...MadeKind.anyOf, Type.Literal('plan')])
const Quantity = Type.Integer({ minimum: 1, maximum: 1_000_000_000, description: 'thousandths of the unit' })
const Version = Type.Integer({ minimum: 1 })

const itemFields = {
  code: Nullable(Text(100)),
  name: Text(200),
  spec: Text(100, 0),
  brand: Text(100, 0),
  note: Text(2000, 0),
  categoryId: Nullable(Uuid),
  unit: Text(20),
  listPriceCents: Nullable(Cents),
  costCents: Nullable(Cents),
  taxRateBps: RateBps,
  taxClass: Nullable(Text(19)),
  isWeighed: Type.Boolean(),
  scaleNumber: Nullable(Text(9)),
  isDiscountable: Type.Boolean(),
  earnsPoints: Type.Boolean(),
  tracksStock: Type.Boolean(),
  maySellBelowZero: Nullable(Type.Boolean()),
  durationMinutes: Nullable(Type.Integer({ minimum: 1, maximum: 1440 })),
  pictureId: Nullable(Uuid),
  opensAt: Nullable(Instant),
  barcodes: Type.Array(Text(64), { maxItems: 20 }),
  parts: Type.Array(strict({ itemId: Uuid, quantityMilli: Quantity }), { maxItems: 50 }),
}

export const ItemCreate = strict({
  ...Type.Partial(Type.Object(itemFields)).properties,
  kind: MadeKind,
  name: itemFields.name,
})

export const ItemChange = strict({ ...Type.Partial(Type.Object(itemFields)).properties, version: Version })

export const Item = strict({
  ...itemFields,
  id: Uuid,
  kind: ItemKind,
  archivedAt: Nullable(Instant),
  version: Version,
})

export const ItemQuery = strict({
  ...PageQuery,
  text: Type.Optional(Text(100)),
  kind: Type.Optional(ItemKind),
  categoryId: Type.Optional(Uuid),
  isArchived: Type.Optional(Type.Boolean()),
})

export const ItemPage = PageOf(Item)
export const ItemParams = strict({ itemId: Uuid })
export const ItemAnswer = strict({ itemId: Uuid })
export const ItemVersion = strict({ itemId: Uuid, version: Version })

const Category = strict({
  id: Uuid,
  name: Text(50),
  parentId: Nullable(Uuid),
  position: Type.Integer({ minimum: 0, maximum: 10_000 }),
})
export const CategoryList = strict({ items: Type.Array(Category) })
export const CategoriesSave = strict({ categories: Type.Array(Category, { minItems: 1, maxItems: 200 }) })
export const CategoryParams = strict({ categoryId: Uuid })
export const CategoryAnswer = strict({ categoryId: Uuid })

const PriceListKind = Type.Union([
  Type.Literal('store'),
  Type.Literal('member'),
  Type.Literal('timed'),
  Type.Literal('pass'),
])
const priceListFields = {
  name: Text(100),
  storeId: Nullable(Uuid),
  tierId: Nullable(Uuid),
  startsAt: Nullable(Instant),
  endsAt: Nullable(Instant),
  rateBps: Nullable(Type.Integer({ minimum: 1, maximum: 10_000 })),
}
export const PriceListCreate = strict({ ...priceListFields, kind: PriceListKind })
export const PriceListChange = strict({ ...Type.Partial(Type.Object(priceListFields)).properties, version: Version })
export const PriceList = strict({ ...priceListFields, id: Uuid, kind: PriceListKind, version: Version })
export const PriceListList = strict({ items: Type.Array(PriceList) })
export const PriceListParams = strict({ priceListId: Uuid })
export const PriceListAnswer = strict({ priceListId: Uuid })
export const PriceListVersion = strict({ priceListId: Uuid, version: Version })
export const ListedPrices = strict({ items: Type.Array(strict({ itemId: Uuid, priceCents: Cents })) })
export const ListedPricesSet = strict({
  prices: Type.Array(strict({ itemId: Uuid, priceCents: Nullable(Cents) }), { minItems: 1, maxItems: 2_000 }),
})

export const StoreParams = strict({ storeId: Uuid })
export const StoreAnswer = strict({ storeId: Uuid })
const BarcodeFormat = strict({
  name: Text(50),
  pattern: Type.String({ pattern: '^[0-9IWADMSXC]{1,32}$' }),
  weightDecimals: Type.Integer({ minimum: 0, maximum: 3 }),
  amountDecimals: Type.Integer({ minimum: 0, maximum: 2 }),
})
export const BarcodeFormats = strict({ formats: Type.Array(BarcodeFormat, { maxItems: 30 }) })
const QuickKey = strict({
  position: Type.Integer({ minimum: 1, maximum: 200 }),
  itemId: Uuid,
  colour: Nullable(Type.String({ pattern: '^[a-z]{3,20}$' })),
})
export const QuickKeys = strict({ keys: Type.Array(QuickKey, { maxItems: 200 }) })

const maxStockMilli = 1_000_000_000_000
export const AdjustmentCreate = strict({
  reason: Text(200),
  adjustments: Type.Array(
    Type.Union([
      strict({ itemId: Uuid, countedMilli: Type.Integer({ minimum: 0, maximum: maxStockMilli }) }),
      strict({ itemId: Uuid, changeMilli: Type.Integer({ minimum: -maxStockMilli, maximum: maxStockMilli }) }),
    ]),
    { minItems: 1, maxItems: 500 },
  ),
})
export const AdjustmentAnswer = strict({ adjustmentId: Uuid, moves: Type.Integer() })

export const PictureBytes = Type.Unsafe<Buffer>({ description: 'the bytes of the file' })
export const PictureAnswer = strict({ pictureId: Uuid })
export const PictureParams = strict({ pictureId: Uuid })

export const TillCatalogQuery = strict({
  storeId: Uuid,
  cursor: PageQuery.cursor,
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_000 })),
})

const TillItem = strict({
  id: Uuid,
  kind: ItemKind,
  code: Nullable(Type.String()),
  name: Type.String(),
  spec: Type.String(),
  searchText: Type.String(),
  categoryId: Nullable(Uuid),
  unit: Type.String(),
  listPriceCents: Nullable(Cents),
  taxRateBps: RateBps,
  isWeighed: Type.Boolean(),
  scaleNumber: Nullable(Type.String()),
  isDiscountable: Type.Boolean(),
  earnsPoints: Type.Boolean(),
  tracksStock: Type.Boolean(),
  durationMinutes: Nullable(Count),
  pictureId: Nullable(Uuid),
  opensAt: Nullable(Instant),
  barcodes: Type.Array(Type.String()),
  isArchived: Type.Boolean(),
})

const PricingList = strict({
  ...priceListFields,
  priceListId: Uuid,
  kind: PriceListKind,
  items: Type.Record(Type.String(), Cents),
})

export const TillCatalog = strict({
  items: Type.Array(TillItem),
  shelf: Nullable(
    strict({
      categories: Type.Array(Category),
      priceLists: Type.Array(PricingList),
      barcodeFormats: Type.Array(BarcodeFormat),
      quickKeys: Type.Array(QuickKey),
    }),
  ),
  cursor: Type.String(),
  isComplete: Type.Boolean(),
})
