import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api, query } from '@staff/api'
import { Section } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay } from '#app/session.ts'
import { daysWords, mostWords, termsWords, usedWords } from './special-words.ts'
import './rewards.css'

/** Beside the forecast of what ends: what runs to have it spent before, for how many members, and what that costs at most. */
export function EndingOffers() {
  const may = useMay()('rewards.read')
  const { data } = useQuery({ ...query(api.rewardSpecialList, {}), enabled: may })
  const live = data?.items.filter(({ state, kind }) => state !== 'over' && kind !== 'day') ?? []
  if (!may || !data) return null
  return (
    <Section title={t('rewards.ending.title')} actions={<Link to={paths.specials()}>{t('rewards.ending.all')}</Link>}>
      {live.length === 0 ? (
        <p className="rg-faint">{t('rewards.ending.none')}</p>
      ) : (
        <ul className="rg-ending-offers">
          {live.map((special) => (
            <li key={special.id}>
              <strong>{special.name}</strong>
              <span>
                {termsWords(special)} · {daysWords(special)}
              </span>
              <span className="rg-faint">
                {special.outlook &&
                  `${t('rewards.specials.audienceText', { count: special.outlook.members, points: special.outlook.points })} · `}
                {t('rewards.ending.cost', {
                  used: usedWords(special),
                  most: special.outlook ? mostWords(special.outlook) : t('rewards.specials.endless'),
                })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
