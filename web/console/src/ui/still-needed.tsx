import { t } from '#app/i18n.ts'
import { listText } from './list-text.ts'

/** Beside a button that cannot be pressed yet: which fields it waits for, by their names. Nothing once all are filled in. */
export function StillNeeded({ fields }: { fields: readonly (string | false)[] }) {
  const names = fields.filter((name) => name !== false)
  return (
    <p className="rg-still-needed" role="status">
      {names.length > 0 && t('ui.field.stillNeeded', { fields: listText([...new Set(names)]) })}
    </p>
  )
}
