import { strict, Type, Uuid } from '#platform/contract.ts'

const Ids = Type.Array(Uuid, { maxItems: 500, uniqueItems: true })

/** `ItemScope` as it travels. */
export const ItemScopeSchema = strict({
  of: Type.Enum(['all', 'listed']),
  productIds: Ids,
  categoryIds: Ids,
  excludedProductIds: Ids,
  excludedCategoryIds: Ids,
})
