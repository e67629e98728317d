import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useLoaderData, useSearchParams, type LoaderFunctionArgs } from 'react-router'
import { api, query } from '@staff/api'
import { Page, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { idParam, paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay } from '#app/session.ts'
import { CouponsSection } from '#console/coupons/coupons-section.tsx'
import { MessagesSection } from '#console/messaging/messages-section.tsx'
import { MemberTier } from '#console/tiers/member-tier.tsx'
import { TierSection } from '#console/tiers/tier-section.tsx'
import { MemberPassesSection } from '#console/passes/member-passes-section.tsx'
import { ConsentsSection } from './consents-section.tsx'
import { CredentialsSection } from './credentials-section.tsx'
import { ErasureNotice } from './erasure-notice.tsx'
import { MemberActions } from './member-actions.tsx'
import { MemberCard } from './member-card.tsx'
import { MemberFigures } from './member-figures.tsx'
import { statusWords, type Member } from './member-words.ts'
import './members.css'
import { NotesSection } from './notes-section.tsx'
import { SalesSection } from './sales-section.tsx'
import { StatementSection } from './statement-section.tsx'
import { TabSet } from './tab-set.tsx'
import { TimelineSection } from './timeline-section.tsx'

const memberQuery = (memberId: string) => query(api.memberGet, { memberId })

export async function loader({ params }: LoaderFunctionArgs) {
  const memberId = idParam(params, 'memberId')
  await queryClient.ensureQueryData(memberQuery(memberId))
  return { memberId }
}

/** One member in one look: who they are, what they are worth, what the shop owes them, what happened. */
export function MemberPage() {
  const { memberId } = useLoaderData<typeof loader>()
  const member = useSuspenseQuery(memberQuery(memberId)).data
  const { label, tone } = statusWords[member.status]
  const isGone = member.status === 'merged' || member.status === 'erased'

  return (
    <Page
      title={member.name || t('members.status.erased')}
      badge={
        <>
          <MemberTier tierId={member.tierId} />
          {member.status !== 'active' && <StatusTag tone={tone}>{t(label)}</StatusTag>}
        </>
      }
      crumbs={[{ label: t('members.title'), path: paths.members() }]}
      actions={!isGone && <MemberActions member={member} />}
    >
      {member.status === 'merged' && member.mergedInto && (
        <p className="rg-banner" role="note">
          {t('members.merge.wentInto')}{' '}
          <Link to={paths.member({ memberId: member.mergedInto })}>{t('members.merge.openSurvivor')}</Link>
        </p>
      )}
      {member.status === 'erased' && (
        <p className="rg-banner" role="note">
          {t('members.erase.doneText')}
        </p>
      )}
      {member.status === 'blocked' && (
        <p className="rg-banner rg-banner-bad" role="note">
          {t('members.block.banner', { reason: member.statusReason ?? '' })}
        </p>
      )}
      <ErasureNotice memberId={memberId} />
      <div className="rg-member">
        <MemberCard member={member} isGone={isGone} />
        <div className="rg-member-main">
          <MemberFigures member={member} />
          <MemberTabs member={member} isGone={isGone} />
        </div>
      </div>
    </Page>
  )
}

/** The open tab stands in the address, so that a reload or a link shows the same. */
function MemberTabs({ member, isGone }: { member: Member; isGone: boolean }) {
  const may = useMay()
  const [params, setParams] = useSearchParams()
  const items = [
    { key: 'timeline', label: t('members.tab.timeline'), children: <TimelineSection memberId={member.id} /> },
    ...(may('sale.read')
      ? [{ key: 'sales', label: t('members.tab.sales'), children: <SalesSection memberId={member.id} /> }]
      : []),
    { key: 'tier', label: t('tiers.level'), children: <TierSection memberId={member.id} isGone={isGone} /> },
    ...(may('passes.read')
      ? [{ key: 'passes', label: t('passes.title'), children: <MemberPassesSection memberId={member.id} /> }]
      : []),
    ...(may('coupons.read')
      ? [{ key: 'coupons', label: t('coupons.title'), children: <CouponsSection memberId={member.id} /> }]
      : []),
    ...(may('ledger.read')
      ? [{ key: 'statement', label: t('members.tab.statement'), children: <StatementSection memberId={member.id} /> }]
      : []),
    ...(may('messages.read')
      ? [
          {
            key: 'messages',
            label: t('messaging.title'),
            children: <MessagesSection memberId={member.id} isGone={isGone} />,
          },
        ]
      : []),
    ...(isGone
      ? []
      : [
          {
            key: 'notes',
            label: countedLabel(t('members.tab.notes'), member.notes.length),
            children: <NotesSection member={member} />,
          },
          {
            key: 'cards',
            label: countedLabel(t('members.tab.cards'), member.credentials.length),
            children: <CredentialsSection member={member} />,
          },
          { key: 'consents', label: t('members.tab.consents'), children: <ConsentsSection member={member} /> },
        ]),
  ]
  const wanted = params.get('tab')
  const open = items.some(({ key }) => key === wanted) ? wanted! : 'timeline'
  return (
    <div className="rg-card rg-member-tabs">
      <TabSet
        label={t('members.card.label')}
        tabs={items}
        open={open}
        onOpen={(key) =>
          setParams(
            (before) => {
              const next = new URLSearchParams(before)
              next.set('tab', key)
              return next
            },
            { replace: true, preventScrollReset: true },
          )
        }
      />
    </div>
  )
}

function countedLabel(label: string, count: number) {
  return count === 0 ? (
    label
  ) : (
    <>
      {label} <span className="rg-faint rg-tabular">{count}</span>
    </>
  )
}
