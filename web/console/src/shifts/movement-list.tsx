import { InstantText, MoneyText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import type { Shift } from './shift-data.ts'

const kinds = ['paid_in', 'paid_out', 'opened'] as const

/** What happened to a drawer beside its takings, in order. */
export function MovementList({ movements }: { movements: Shift['movements'] }) {
  if (movements.length === 0) return <p className="rg-faint">{t('shifts.noMovements')}</p>
  return (
    <ul className="rg-shift-moves">
      {movements.map(({ id, kind, amountCents, reason, at, authorName }) => (
        <li key={id}>
          <strong>{t(`shifts.move.${kinds.find((each) => each === kind) ?? 'opened'}`)}</strong>
          <span>{reason}</span>
          <small>
            <InstantText at={at} /> {authorName}
          </small>
          {kind !== 'opened' && <MoneyText cents={kind === 'paid_out' ? -amountCents : amountCents} signed />}
        </li>
      ))}
    </ul>
  )
}
