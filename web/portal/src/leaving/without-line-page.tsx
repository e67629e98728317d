import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { EmptyState, Page } from '@portal/ui'
import { localDay } from '#shared/business-day.ts'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { useShop } from '#portal/app/session.ts'
import { myPassesQuery } from '#portal/passes/my-passes.ts'
import { type Pass, PassCard } from '#portal/passes/pass-card.tsx'
import { LeftLink } from './left-link.tsx'
import { WaitingNote } from './waiting-note.tsx'

/** Leaving while the shop cannot be reached: the passes as this phone saw them last, each with its way out, what waits to be sent, and what was. */
export function WithoutLinePage() {
  const { items } = useSuspenseQuery(myPassesQuery()).data
  const today = localDay(new Date(), useShop().merchant.timeZone)
  // What was sent meanwhile stays in sight, ended, with its receipt; what ended long ago is of no interest here.
  const shown = items.filter((pass) => pass.isOwn && (mayLeave(pass) || pass.isCancelAsked || pass.endedDay === today))
  return (
    <Page title={t('leaving.withoutLine.title')} backTo={paths.benefits()}>
      <p className="rp-small">{t('leaving.withoutLine.lead')}</p>
      <WaitingNote />
      {shown.length === 0 && <EmptyState icon="gift" title={t('leaving.signedOut.nothing')} />}
      <ul className="rp-passes">
        {shown.map((pass) => (
          <PassCard key={pass.id} pass={pass}>
            {mayLeave(pass) ? (
              <Link className="rp-button rp-button-plain" to={paths.leave(pass.id)}>
                {t('leaving.action')}
              </Link>
            ) : (
              <LeftLink passId={pass.id} />
            )}
          </PassCard>
        ))}
      </ul>
    </Page>
  )
}

const mayLeave = ({ state, isCancelAsked }: Pass) => state !== 'ended' && state !== 'expired' && !isCancelAsked
