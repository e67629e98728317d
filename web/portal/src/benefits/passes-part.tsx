import { useSuspenseQueries } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api, query } from '@staff/api'
import { Row, Rows, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { GiftNote } from '#portal/leaving/gift-note.tsx'
import { LeftLink } from '#portal/leaving/left-link.tsx'
import { WaitingNote } from '#portal/leaving/waiting-note.tsx'
import { myPassesQuery } from '#portal/passes/my-passes.ts'
import { PassCard } from '#portal/passes/pass-card.tsx'

/** Passes that can be used first, then those that are over. */
export function PassesPart() {
  // What the cards' notes ask for, with them: a card that grows later pushes what stands below it from under the finger.
  const queries = [myPassesQuery(), query(api.myPassGiftList, {}), query(api.myLeavingList, {})] as const
  const { items } = useSuspenseQueries({ queries })[0].data
  const isOver = (state: string) => state === 'ended' || state === 'expired'
  const sorted = items.toSorted((a, b) => Number(isOver(a.state)) - Number(isOver(b.state)))
  return (
    <Section title={t('benefits.passes')} action={<Link to={paths.passShop()}>{t('passes.shop.title')}</Link>}>
      <WaitingNote />
      {sorted.length === 0 ? (
        <Rows>
          <Row icon="gift" to={paths.passShop()} title={t('benefits.noPasses')} hint={t('benefits.noPassesHint')} />
        </Rows>
      ) : (
        <ul className="rp-passes">
          {sorted.map((pass) => (
            <PassCard key={pass.id} pass={pass}>
              <GiftNote passId={pass.id} />
              {pass.isOwn && (isOver(pass.state) || pass.isCancelAsked) && <LeftLink passId={pass.id} />}
              {pass.renewsWithVersion !== null && pass.state !== 'waiting' && !pass.isCancelAsked && (
                <Link className="rp-button" to={paths.buyPass({ planId: pass.planId, renews: pass.id })}>
                  {t(pass.state === 'ended' ? 'leaving.buyAgain' : 'passes.shop.renew')}
                </Link>
              )}
              {(pass.freeze !== null || pass.freezes.length > 0) && (
                <Link className="rp-button rp-button-plain" to={paths.restPass(pass.id)}>
                  {t('passes.rest.open')}
                </Link>
              )}
              {pass.mayChange && !pass.isCancelAsked && (
                <Link className="rp-button rp-button-plain" to={paths.changePass(pass.id)}>
                  {t('passes.change.open')}
                </Link>
              )}
              {pass.isOwn && !isOver(pass.state) && !pass.isCancelAsked && (
                <Link className="rp-button rp-button-plain" to={paths.leave(pass.id)}>
                  {t('leaving.action')}
                </Link>
              )}
            </PassCard>
          ))}
        </ul>
      )}
    </Section>
  )
}
