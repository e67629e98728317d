import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { EmptyState, Page } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { myPassesQuery } from '#portal/passes/my-passes.ts'
import { type Pass, PassCard } from '#portal/passes/pass-card.tsx'
import { WaitingNote } from './waiting-note.tsx'

/** Leaving while the shop cannot be reached: the passes as this phone saw them last, each with its way out, and what waits to be sent. */
export function WithoutLinePage() {
  const { items } = useSuspenseQuery(myPassesQuery()).data
  const open = items.filter(mayLeave)
  return (
    <Page title={t('leaving.withoutLine.title')} backTo={paths.benefits()}>
      <p className="rp-small">{t('leaving.withoutLine.lead')}</p>
      <WaitingNote />
      {open.length === 0 && <EmptyState icon="gift" title={t('leaving.signedOut.nothing')} />}
      <ul className="rp-passes">
        {open.map((pass) => (
          <PassCard key={pass.id} pass={pass}>
            <Link className="rp-button rp-button-plain" to={paths.leave(pass.id)}>
              {t('leaving.action')}
            </Link>
          </PassCard>
        ))}
      </ul>
    </Page>
  )
}

const mayLeave = ({ state, isCancelAsked }: Pass) => state !== 'ended' && state !== 'expired' && !isCancelAsked
