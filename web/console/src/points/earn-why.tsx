import { t } from '#app/i18n.ts'
import './campaigns.css'
import { type Earned, earnedWords } from './campaign-words.ts'

/** Why a sale earned its points: the base rule, then each campaign; with `nameOf`, how they are spread over the lines. */
export function EarnWhy({ earned, nameOf }: { earned: readonly Earned[]; nameOf?: (lineId: string) => string }) {
  if (earned.length === 0) return null
  return (
    <ul className="rg-earn-why" aria-label={t('campaigns.why.title')}>
      {earned.map((part) => (
        <li key={part.campaignId ?? 'base'}>
          <span>
            <strong>{part.name ?? t('campaigns.why.baseName')}</strong>
            <small>{earnedWords(part)}</small>
            {nameOf && part.lines.length > 1 && (
              <small>{part.lines.map(({ lineId, points }) => `${nameOf(lineId)} ${points}`).join(' · ')}</small>
            )}
          </span>
          <strong className="rg-earn-points">+{part.points}</strong>
        </li>
      ))}
    </ul>
  )
}
