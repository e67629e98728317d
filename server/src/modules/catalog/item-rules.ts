import { pinyin } from 'pinyin-pro'
import { refuse, type Refusal } from '#shared/refusal.ts'
import { isBarcodeText, normalizeBarcode, normalizeItemCode } from './barcode-rules.ts'

/** A plan is what a pass is sold as; the module `passes` alone makes and changes those. */
export type ItemKind = 'product' | 'service' | 'bundle' | 'plan'

/** What a merchant sells. Prices hold for one unit, VAT included; `quantityMilli` is thousandths of the part's unit. */
export type Item = {
  id: string
  kind: ItemKind
  /** The shop's own number, or the id in the system it came from. */
  code: string | null
  name: string
  spec: string
  brand: string
  note: string
  categoryId: string | null
  unit: string
  /** Null until somebody sets a price: the item cannot be sold before. */
  listPriceCents: number | null
  costCents: number | null
  taxRateBps: number
  taxClass: string | null
  isWeighed: boolean
  scaleNumber: string | null
  isDiscountable: boolean
  earnsPoints: boolean
  tracksStock: boolean
  /** Null: as the store says. */
  maySellBelowZero: boolean | null
  durationMinutes: number | null
  pictureId: string | null
  /** Not sold before, but to who has early access; null: as soon as it is there. */
  opensAt: Date | null
  barcodes: readonly string[]
  /** Bundles only: what one of it is made of. */
  parts: readonly { itemId: string; quantityMilli: number }[]
}

/** An item as somebody fills it in: what is left out takes the usual value of its kind. */
export type NewItem = Pick<Item, 'id' | 'kind' | 'name'> & Partial<Item>

const unitOf = { product: '件', service: '次', bundle: '套', plan: '张' } as const

/** A new item with every field told. Products count stock, services and bundles of their own do not. */
export function completeItem(given: NewItem, usual: { taxRateBps: number }): Item {
  return {
    code: null,
    spec: '',
    brand: '',
    note: '',
    categoryId: null,
    unit: unitOf[given.kind],
    listPriceCents: null,
    costCents: null,
    taxRateBps: usual.taxRateBps,
    taxClass: null,
    isWeighed: false,
    scaleNumber: null,
    isDiscountable: true,
    earnsPoints: true,
    tracksStock: given.kind === 'product',
    maySellBelowZero: null,
    durationMinutes: null,
    pictureId: null,
    opensAt: null,
    barcodes: [],
    parts: [],
    ...given,
  }
}

export type ItemRefusalCode =
  | 'invalid_item_name'
  | 'invalid_duration'
  | 'invalid_bundle'
  | 'invalid_stock_kind'
  | 'invalid_barcode'
  | 'invalid_scale_number'

/**
 * Checks an item as a whole and spells its codes in the one way they are kept.
 *
 * Refuses a service without a duration (or goods with one), a bundle without parts (or goods with them) or holding itself,
 * stock or weight of what is no product, and what no barcode can carry. Other items are the caller's to check.
 */
export function checkItem(item: Item): Item | Refusal<ItemRefusalCode> {
  const name = item.name.trim()
  if (name === '') return refuse('invalid_item_name')
  if ((item.kind === 'service') !== (item.durationMinutes !== null)) return refuse('invalid_duration')
  if ((item.kind === 'bundle') !== item.parts.length > 0) return refuse('invalid_bundle')
  const partIds = new Set(item.parts.map((part) => part.itemId))
  if (partIds.has(item.id) || partIds.size !== item.parts.length) return refuse('invalid_bundle')
  if (item.kind !== 'product' && (item.tracksStock || item.isWeighed)) return refuse('invalid_stock_kind')

  const barcodes = [...new Set(item.barcodes.map(normalizeBarcode))]
  const unfit = barcodes.find((barcode) => !isBarcodeText(barcode))
  if (unfit !== undefined) return refuse('invalid_barcode', { barcode: unfit })
  const scaleNumber = item.scaleNumber === null ? null : normalizeItemCode(item.scaleNumber)
  if (scaleNumber !== null && !/^[1-9]\d{0,8}$/.test(scaleNumber)) return refuse('invalid_scale_number')
  return { ...item, name, barcodes, scaleNumber, code: item.code?.trim() || null }
}

/**
 * What an item is found by as somebody types: its name, the name's pinyin and initials, its spec, brand and numbers.
 * Parts stand apart by a line feed, so that no search runs from one into the next.
 */
export function searchTextOf(item: Pick<Item, 'name' | 'spec' | 'brand' | 'code' | 'barcodes'>): string {
  const parts = [item.name, item.spec, item.brand, item.code ?? '', ...item.barcodes]
  if (/\p{Script=Han}/u.test(item.name)) {
    const syllables = pinyin(item.name, { toneType: 'none', type: 'array', v: true })
    parts.push(syllables.join(''), syllables.map((syllable) => syllable[0] ?? '').join(''))
  }
  return parts
    .filter((part) => part !== '')
    .map((part) => part.normalize('NFKC').toLowerCase())
    .join('\n')
}
