import { formatInstant } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { useShop } from '#portal/app/session.ts'
import type { Pass } from '#portal/passes/pass-card.tsx'

type Visit = {
  useId: string
  at: string
  pass: string
  part: string
  units: number
  storeId: string
  isUndone: boolean
}

/** Every visit that passes were used for, as lines of the statement. */
export function visitsOf(passes: readonly Pass[]): Visit[] {
  return passes.flatMap(({ name: pass, uses, components }) =>
    uses.map(({ componentId, ...use }) => ({
      ...use,
      pass,
      part: components.find((component) => component.componentId === componentId)?.name ?? '',
    })),
  )
}

/** A visit that a pass paid for; one that was undone says so, and takes nothing. */
export function VisitLine({ visit: { at, pass, part, units, storeId, isUndone } }: { visit: Visit }) {
  const { stores } = useShop()
  const store = stores.find(({ id }) => id === storeId)
  return (
    <li className="rp-row rp-row-top">
      <span className="rp-row-body">
        <span className="rp-row-text">
          <span className="rp-row-title">{part}</span>
          <span className="rp-row-hint">
            {formatInstant(at)}
            {store && ` · ${store.name}`}
          </span>
          <span className="rp-row-hint">{pass}</span>
        </span>
        <span className="rp-row-value">
          {isUndone ? t('statement.visitUndone') : t('statement.visit', { count: units })}
        </span>
      </span>
    </li>
  )
}
