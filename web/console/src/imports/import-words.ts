import type { api, InputOf, ResponseOf } from '@staff/api'
import type { Tone } from '@staff/ui'
import { t, type SentenceKey } from '#app/i18n.ts'

export type Batch = ResponseOf<typeof api.importGet>
export type ImportKind = Batch['kind']
export type FileLook = ResponseOf<typeof api.importFileGet>
export type Mapping = InputOf<typeof api.importCreate>['mapping']
export type TargetField = ResponseOf<typeof api.importFieldList>['items'][number]

export const importKinds = ['members', 'products', 'sales'] as const satisfies readonly ImportKind[]

export const kindWords = {
  members: { label: 'imports.kind.members', hint: 'imports.kind.membersText' },
  products: { label: 'imports.kind.products', hint: 'imports.kind.productsText' },
  sales: { label: 'imports.kind.sales', hint: 'imports.kind.salesText' },
} as const satisfies Record<ImportKind, { label: SentenceKey; hint: SentenceKey }>

export const statusWords = {
  waiting: { label: 'imports.status.waiting', tone: 'plain' },
  running: { label: 'imports.status.running', tone: 'info' },
  done: { label: 'imports.status.done', tone: 'good' },
  failed: { label: 'imports.status.failed', tone: 'bad' },
  undoing: { label: 'imports.status.undoing', tone: 'info' },
  undone: { label: 'imports.status.undone', tone: 'warn' },
} as const satisfies Record<Batch['status'], { label: SentenceKey; tone: Tone }>

export const isAtWork = ({ status }: Batch) => status === 'waiting' || status === 'running' || status === 'undoing'

const customPrefix = 'custom:'

/** A field of a record as the shop says it; a member's own fields under the name that the shop gave them. */
export function fieldName(kind: ImportKind, name: string, customNames: ReadonlyMap<string, string> = new Map()) {
  if (name === '') return t('imports.wholeRow')
  if (!name.startsWith(customPrefix)) return t(`imports.fields.${kind}.${name}` as SentenceKey)
  const code = name.slice(customPrefix.length)
  return customNames.get(code) ?? code
}
