import { formatDay, formatInstant, formatMoney, listText } from '@staff/ui'
import { isDay } from '#shared/business-day.ts'
import { isUuid } from '#shared/ids.ts'
import { language, t } from '#app/i18n.ts'
import { permissionTitle } from '#console/staff/permission-words.ts'
import { fieldTitle, reasonTitle, valueTitle } from './action-words.ts'
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
  const more = entries.length - most
  const words = (field: string, values: readonly unknown[]) =>
    listText(values.map((value) => shownValue(field, value, names)))
  return (
    <>
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
      </dl>
      {more > 0 && <p className="rg-changes-more">{t('audit.moreChanges', { count: more })}</p>}
    </>
  )
}

/** A value as people read it: money and rates by their field's name, days and instants in words, ids by the record's name. */
function shownValue(field: string, value: unknown, names: Record<string, string>): string {
  if (field.endsWith('Cents') && typeof value === 'number') return formatMoney(value)
  if (field.endsWith('Bps') && typeof value === 'number') return `${value / 100}%`
  if (typeof value === 'number') return value.toLocaleString(language())
  if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no')
  if (typeof value === 'string') return names[value] ?? shownText(field, value)
  if (Array.isArray(value)) return listText(value.map((item) => shownValue(field, item, names)))
  return typeof value === 'object' && value !== null ? shownParts(value, names) : '–'
}

function shownText(field: string, value: string): string {
  if (field === 'how' && (value === 'password' || value === 'pin' || value === 'setup')) return t(`audit.how.${value}`)
  if (field === 'permissions' || field === 'permission') return permissionTitle(value)
  if (field === 'reasonCode') return reasonTitle(value)
  if (isUuid(value)) return `#${value.slice(-6)}`
  if (isDay(value)) return formatDay(value)
  if (field.endsWith('At') || isInstant.test(value)) return formatInstant(value)
  return valueTitle(value)
}

const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/

/** What is kept under the member's own key stays closed here; of other records, each part by its name. */
function shownParts(value: object, names: Record<string, string>): string {
  if ('sealed' in value) return t('audit.sealed')
  const parts = Object.entries(value).filter(([, part]) => part !== null && part !== '')
  // A part without a name of its own says itself.
  return listText(parts.map(([field, part]) => `${nameOf(field)}${shownValue(field, part, names)}`))
}

function nameOf(field: string): string {
  const title = fieldTitle(field)
  return title === field ? '' : `${title} `
}
