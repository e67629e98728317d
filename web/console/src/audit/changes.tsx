import { formatInstant } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { permissionTitle } from '#console/staff/permission-words.ts'
import { fieldTitle } from './action-words.ts'

type ChangesProps = {
  changes: Record<string, unknown[]>
  /** Beyond this many it only says how many more there are. */
  most?: number
}

/** Each field's value before and after. */
export function Changes({ changes, most = Number.POSITIVE_INFINITY }: ChangesProps) {
  const entries = Object.entries(changes)
  if (entries.length === 0) return null
  const isShort = most < Number.POSITIVE_INFINITY
  return (
    <dl className={isShort ? 'rg-changes rg-changes-short' : 'rg-changes'}>
      {entries.slice(0, most).map(([field, [before, after]]) => (
        <div key={field}>
          <dt>{fieldTitle(field)}</dt>
          <dd>
            {isSomething(before) && <del>{shownValue(field, before)}</del>}
            {isSomething(before) && isSomething(after) && <span aria-hidden="true"> → </span>}
            {isSomething(after) && <ins>{shownValue(field, after)}</ins>}
          </dd>
        </div>
      ))}
      {entries.length > most && (
        <div className="rg-faint">{t('audit.moreChanges', { count: entries.length - most })}</div>
      )}
    </dl>
  )
}

function isSomething(value: unknown): boolean {
  return value !== null && value !== undefined && value !== ''
}

/** A value as people read it: money by its field's name, instants in words, lists by their items. */
function shownValue(field: string, value: unknown): string {
  if (field.endsWith('Cents') && typeof value === 'number') return (value / 100).toFixed(2)
  if (field.endsWith('Bps') && typeof value === 'number') return `${value / 100}%`
  if (field.endsWith('At') && typeof value === 'string') return formatInstant(value)
  if (field === 'permissions' && Array.isArray(value))
    return value.map((code) => permissionTitle(String(code))).join('、')
  if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no')
  if (Array.isArray(value)) return value.map((item) => asText(item)).join('、')
  return asText(value)
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
