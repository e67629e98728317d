import { Instant, Nullable, PageOf, PageQuery, strict, Type, Uuid } from '#platform/contract.ts'

const maxMilli = 1_000_000_000_000
const SignedMilli = Type.Integer({ minimum: -maxMilli, maximum: maxMilli, description: 'thousandths of the unit' })

export const StoreParams = strict({ storeId: Uuid })
export const ItemStockParams = strict({ storeId: Uuid, itemId: Uuid })

export const StockQuery = strict({
  ...PageQuery,
  belowMilli: Type.Optional(SignedMilli),
  itemIds: Type.Optional(
    Type.String({ pattern: '^[0-9a-f-]{36}(,[0-9a-f-]{36}){0,199}$', description: 'item ids with commas between' }),
  ),
})
export const StockPage = PageOf(strict({ itemId: Uuid, quantityMilli: SignedMilli }))

export const MoveQuery = strict(PageQuery)
export const MovePage = PageOf(
  strict({
    id: Uuid,
    storeId: Uuid,
    kind: Type.String(),
    quantityMilli: SignedMilli,
    afterMilli: SignedMilli,
    sourceKind: Type.String(),
    sourceId: Uuid,
    at: Instant,
    actorId: Nullable(Uuid),
    reason: Nullable(Type.String()),
  }),
)

export const Policy = strict({ maySellBelowZero: Type.Boolean() })
export const StoreAnswer = strict({ storeId: Uuid })
