import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Page, Section } from '@portal/ui'
import { newId } from '#shared/ids.ts'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { myPassesQuery } from '#portal/passes/my-passes.ts'
import type { LeavingTime } from './leaving-quote.tsx'
import { useWaiting } from './use-finish.ts'
import './leaving.css'

/** The way out while the shop cannot be reached: nobody can name the sum, and the wish is kept and sent all the same. */
export function WayOutUnread({ passId }: { passId: string }) {
  const pass = useQuery(myPassesQuery()).data?.items.find(({ id }) => id === passId)
  const passName = pass?.name ?? t('leaving.withoutLine.thisPass')
  const wait = useWaiting({ passId, passName })
  const [time, setTime] = useState<LeavingTime>('now')
  const [keys] = useState(() => ({ leavingId: newId(), finishKey: newId() }))
  const times = (['now', 'period_end'] as const).filter((each) => each === 'now' || Boolean(pass?.endsDay))
  return (
    <Page title={t('leaving.title', { pass: passName })} backTo={paths.benefits()}>
      <p>{t('leaving.withoutLine.how')}</p>
      {times.length > 1 && (
        <Section title={t('leaving.when')}>
          <div className="rp-choices" role="group" aria-label={t('leaving.when')}>
            {times.map((each) => (
              <button key={each} type="button" aria-pressed={time === each} onClick={() => setTime(each)}>
                {t(each === 'now' ? 'leaving.now' : 'leaving.atEnd')}
              </button>
            ))}
          </div>
        </Section>
      )}
      <div className="rp-leaving-ways">
        <button
          className="rp-button rp-button-danger"
          type="button"
          onClick={() => void wait({ ...keys, time, reasonCode: null, answers: [] })}
        >
          {t('leaving.finish')}
        </button>
      </div>
    </Page>
  )
}
