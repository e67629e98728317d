import { formatInstant } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useSession } from '#app/session.ts'
import { permissionTitle } from '#console/staff/permission-words.ts'
import { listText } from '#console/settings/list-text.ts'
import { fieldTitle } from './action-words.ts'
import { differenceOf } from './difference-rules.ts'

type ChangesProps = {
  changes: Record<string, unknown[]>
  /** Beyond this many it only says how many more there are. */
  most?: number
}

/** Each field's value before and after; of lists only what came and went. */
export function Changes({ changes, most = Number.POSITIVE_INFINITY }: ChangesProps) {
  const storeName = useStoreName()
  const entries = Object.entries(changes)
    .map(([field, [before, after]]) => ({ field, ...differenceOf(before, after) }))
    .filter(({ gone, come }) => gone.length > 0 || come.length > 0)
  if (entries.length === 0) return null
  const isShort = most < Number.POSITIVE_INFINITY
  const words = (field: string, values: readonly unknown[]) =>
    listText(values.map((value) => shownValue(field, value, storeName)))
  return (
    <dl className={isShort ? 'rg-changes rg-changes-short' : 'rg-changes'}>
      {entries.slice(0, most).map(({ field, gone, come }) => (
        <div key={field}>
          <dt>{fieldTitle(field)}</dt>
          <dd>
            {gone.length > 0 && <del>{words(field, gone)}</del>}
            {gone.length > 0 && come.length > 0 && <span aria-hidden="true"> → </span>}
            {come.length > 0 && <ins>{words(field, come)}</ins>}
          </dd>
        </div>
      ))}
      {entries.length > most && (
        <div className="rg-faint">{t('audit.moreChanges', { count: entries.length - most })}</div>
      )}
    </dl>
  )
}

function useStoreName(): (id: string) => string {
  const { stores } = useSession()
  return (id) => stores.find((store) => store.id === id)?.name ?? id
}

/** A value as people read it: money and rates by their field's name, instants in words, ids of stores by name. */
function shownValue(field: string, value: unknown, storeName: (id: string) => string): string {
  if (field.endsWith('Cents') && typeof value === 'number') return (value / 100).toFixed(2)
  if (field.endsWith('Bps') && typeof value === 'number') return `${value / 100}%`
  if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no')
  if (typeof value !== 'string') return JSON.stringify(value)
  if (field.endsWith('At')) return formatInstant(value)
  if (field === 'how' && (value === 'password' || value === 'pin' || value === 'setup')) return t(`audit.how.${value}`)
  if (field === 'permissions' || field === 'permission') return permissionTitle(value)
  return field === 'storeId' || field === 'storeIds' ? storeName(value) : value
}
