import { formatInstant, formatMoney } from '@staff/ui'
import { isUuid } from '#shared/ids.ts'
import { t } from '#app/i18n.ts'
import { permissionTitle } from '#console/staff/permission-words.ts'
import { listText } from '#console/settings/list-text.ts'
import { fieldTitle } from './action-words.ts'
import { differenceOf } from './difference-rules.ts'

type ChangesProps = {
  changes: Record<string, unknown[]>
  /** What the ids among them are called. */
  names: Record<string, string>
  /** Beyond this many it only says how many more there are. */
  most?: number
}

/** Each field's value before and after; of lists only what came and went. */
export function Changes({ changes, names, most = Number.POSITIVE_INFINITY }: ChangesProps) {
  const entries = Object.entries(changes)
    .map(([field, [before, after]]) => ({ field, ...differenceOf(before, after) }))
    .filter(({ gone, come }) => gone.length > 0 || come.length > 0)
  if (entries.length === 0) return null
  const isShort = most < Number.POSITIVE_INFINITY
  const words = (field: string, values: readonly unknown[]) =>
    listText(values.map((value) => shownValue(field, value, names)))
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

/** A value as people read it: money and rates by their field's name, instants in words, ids by the record's name. */
function shownValue(field: string, value: unknown, names: Record<string, string>): string {
  if (field.endsWith('Cents') && typeof value === 'number') return formatMoney(value)
  if (field.endsWith('Bps') && typeof value === 'number') return `${value / 100}%`
  if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no')
  if (typeof value !== 'string') return JSON.stringify(value)
  if (field.endsWith('At')) return formatInstant(value)
  if (field === 'how' && (value === 'password' || value === 'pin' || value === 'setup')) return t(`audit.how.${value}`)
  if (field === 'permissions' || field === 'permission') return permissionTitle(value)
  return names[value] ?? (isUuid(value) ? `#${value.slice(-6)}` : value)
}
