import { Progress } from 'antd'
import { StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { endWords, isLive, leftWords, stateWords, type PassRow } from './pass-words.ts'

/** A pass as people look at it: its name, how it stands, what is left of each part, until when. */
export function PassFace({ pass }: { pass: PassRow }) {
  const { name, state, components, isCancelAsked } = pass
  return (
    <div className="rg-pass">
      <header>
        <strong>{name}</strong>
        <StatusTag tone={stateWords[state].tone}>{t(stateWords[state].label)}</StatusTag>
        {isCancelAsked && <StatusTag tone="warn">{t('passes.cancelAsked')}</StatusTag>}
      </header>
      <ul>
        {components.map((component) => (
          <li key={component.componentId}>
            <span>{component.name}</span>
            <strong className="rg-tabular">{leftWords(component, !isLive(pass))}</strong>
            {component.units !== null && isLive(pass) && (
              <Progress
                percent={Math.round(((component.leftUnits ?? 0) * 100) / component.units)}
                showInfo={false}
                size="small"
                aria-label={t('passes.left.label', { name: component.name })}
              />
            )}
            <Quotas component={component} />
          </li>
        ))}
      </ul>
      <small>{endWords(pass)}</small>
    </div>
  )
}

function Quotas({ component: { quotas, heldUnits } }: { component: PassRow['components'][number] }) {
  const words = [
    ...quotas.map(({ per, units, leftUnits }) =>
      t('passes.quota.left', { per: t(`passes.quota.${per as 'day' | 'week' | 'month'}`), left: leftUnits, units }),
    ),
    ...(heldUnits > 0 ? [t('passes.left.held', { count: heldUnits })] : []),
  ]
  return words.length === 0 ? null : <small>{words.join(' · ')}</small>
}
