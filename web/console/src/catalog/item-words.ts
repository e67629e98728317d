import type { api, ResponseOf } from '@staff/api'
import type { Tone } from '@staff/ui'
import type { SentenceKey } from '#app/i18n.ts'

export type Item = ResponseOf<typeof api.itemList>['items'][number]
export type ItemKind = Item['kind']
export type Category = ResponseOf<typeof api.categoryList>['items'][number]

/** What is made here; a plan is made under its own name. */
export const itemKinds = ['product', 'service', 'bundle'] as const satisfies readonly ItemKind[]

export const isItemKind = (text: string | null): text is (typeof itemKinds)[number] =>
  itemKinds.some((kind) => kind === text)

export const kindWords = {
  product: { label: 'catalog.kind.product', hint: 'catalog.kind.productText', tone: 'plain' },
  service: { label: 'catalog.kind.service', hint: 'catalog.kind.serviceText', tone: 'info' },
  bundle: { label: 'catalog.kind.bundle', hint: 'catalog.kind.bundleText', tone: 'primary' },
  plan: { label: 'catalog.kind.plan', hint: 'catalog.kind.planText', tone: 'good' },
} as const satisfies Record<ItemKind, { label: SentenceKey; hint: SentenceKey; tone: Tone }>

/** A category with its parent, as people say it: 护肤 / 面霜. */
export function categoryName(categories: readonly Category[], id: string | null): string | null {
  const category = categories.find((each) => each.id === id)
  if (!category) return null
  const parent = categories.find((each) => each.id === category.parentId)
  return parent ? `${parent.name} / ${category.name}` : category.name
}
