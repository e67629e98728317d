import { useSuspenseQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link, useParams, type LoaderFunctionArgs } from 'react-router'
import { api, query, type ResponseOf } from '@staff/api'
import { Facts, formatDay, formatMoney, InstantText, Page, Section, StatusTag } from '@staff/ui'
import { language, t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { stateTag } from './leavings-page.tsx'
import { RetentionTabs } from './retention-tabs.tsx'
import { answerWords, reasonWords, termsWords } from './retention-words.ts'
import './retention.css'

type Leaving = ResponseOf<typeof api.leavingPageGet>

const leavingQuery = (leavingId: string) => query(api.leavingPageGet, { leavingId })

export async function loader({ params }: LoaderFunctionArgs) {
  await queryClient.ensureQueryData(leavingQuery(params['leavingId'] ?? ''))
  return null
}

/** One leaving, whole: who, why in their own words, what they were offered, what came back, who called. */
export function LeavingPage() {
  const { leavingId = '' } = useParams()
  const leaving = useSuspenseQuery(leavingQuery(leavingId)).data
  return (
    <Page
      title={t('retention.leavings.of', { member: leaving.memberName || '–', pass: leaving.passName })}
      actions={stateTag(leaving)}
    >
      <RetentionTabs />
      <div className="rg-retention-editor">
        <div>
          <Said leaving={leaving} />
          <Offers offers={leaving.offers} isHeldOut={leaving.isHeldOut} />
          <Calls calls={leaving.calls} />
        </div>
        <div>
          <Section title={t('retention.leavings.facts')}>
            <LeavingFacts leaving={leaving} />
          </Section>
        </div>
      </div>
    </Page>
  )
}

function LeavingFacts({ leaving }: { leaving: Leaving }) {
  const { memberId, passId, channel, flowVersion, proofKind, confirmedAs, staffName } = leaving
  const row = (label: string, value: ReactNode) => [label, value] as const
  return (
    <>
      <Facts
        rows={[
          row(t('retention.calls.member'), linkTo(paths.member({ memberId }), leaving.memberName)),
          row(t('retention.calls.pass'), linkTo(paths.pass({ passId }), leaving.passName)),
          row(t('retention.by.store'), leaving.storeName),
          row(t('retention.leavings.at'), instant(leaving.at)),
          row(t('retention.by.channel'), t(`retention.by.channelOf.${channel}`)),
          ...(proofKind ? [row(t('retention.leave.proof'), proofWords(proofKind, leaving.proofTail))] : []),
          ...(confirmedAs ? [row(t('retention.leave.code.title'), confirmedWords(confirmedAs))] : []),
          ...(staffName ? [row(t('retention.leavings.staff'), staffName)] : []),
          row(t('retention.leavings.version'), t('retention.versions.number', { version: flowVersion })),
          row(t('retention.leavings.law'), leaving.lawPack),
        ]}
      />
      {leaving.state === 'cancelled' && <Receipt leaving={leaving} />}
    </>
  )
}

const linkTo = (path: string, name: string) => <Link to={path}>{name || '–'}</Link>
const instant = (at: string) => <InstantText at={at} />

function Receipt({ leaving: { refundCents, lastDay, receiptNumber, receiptToken } }: { leaving: Leaving }) {
  const receipt = <a href={`/m/check/${receiptToken}`}>{receiptNumber}</a>
  return (
    <Facts
      rows={[
        [t('retention.leave.refund'), formatMoney(refundCents ?? 0)],
        [t('passes.cancel.ends'), lastDay ? formatDay(lastDay) : t('passes.time.now')],
        [t('retention.leave.receipt'), receipt],
      ]}
    />
  )
}

const proofWords = (kind: NonNullable<Leaving['proofKind']>, tail: string | null) =>
  [t(`retention.leave.proofOf.${kind}`), tail].filter(Boolean).join(' · ')

const confirmedWords = (as: NonNullable<Leaving['confirmedAs']>) =>
  as === 'code' ? t('retention.leave.code.done') : t(`retention.leave.code.whyOf.${as}`)

/** Why, and what was answered to the shop's own questions. */
function Said({ leaving }: { leaving: Leaving }) {
  const { note, answers, answeredAt } = leaving
  return (
    <Section title={t('retention.leavings.said')}>
      <p>
        <strong>{reasonWords(leaving)}</strong>
      </p>
      {note && <blockquote className="rg-retention-said">{note}</blockquote>}
      <dl className="rg-retention-answers">
        {answers.map((answer, index) => (
          <div key={index}>
            <dt>{answer.question[language()]}</dt>
            <dd>{answerWords(answer)}</dd>
          </div>
        ))}
      </dl>
      <p className="rg-faint">
        {answeredAt && answers.length > 0 ? <InstantText at={answeredAt} /> : t('retention.leavings.noAnswers')}
      </p>
    </Section>
  )
}

function Offers({ offers, isHeldOut }: Pick<Leaving, 'offers' | 'isHeldOut'>) {
  return (
    <Section title={t('retention.leavings.offers')}>
      {offers.length === 0 ? (
        <p className="rg-faint">{t(isHeldOut ? 'retention.trial.why.held_out' : 'retention.leavings.noOffers')}</p>
      ) : (
        <ul className="rg-retention-made">
          {offers.map(({ place, words, terms, costCents, takenAt }) => (
            <li key={place}>
              <span>
                <strong>{words?.[language()] ?? termsWords(terms)}</strong>
                <small className="rg-faint">
                  {termsWords(terms)} · {t('retention.flow.cost')} {formatMoney(costCents)}
                </small>
              </span>
              {takenAt ? (
                <StatusTag tone="good">{t('retention.leavings.taken')}</StatusTag>
              ) : (
                <StatusTag tone="plain">{t('retention.leavings.notTaken')}</StatusTag>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function Calls({ calls }: Pick<Leaving, 'calls'>) {
  if (calls.length === 0) return null
  return (
    <Section title={t('retention.calls.title')}>
      <ul className="rg-retention-made">
        {calls.map(({ kind, outcome, note, at, authorName }) => (
          <li key={at}>
            <span>
              <strong>{t(`retention.calls.kind.${kind}`)}</strong>
              <small className="rg-faint">
                <InstantText at={at} /> {authorName}
              </small>
              {note && <span>{note}</span>}
            </span>
            <StatusTag tone={outcome === 'complains' ? 'warn' : 'plain'}>
              {t(`retention.calls.outcome.${outcome}`)}
            </StatusTag>
          </li>
        ))}
      </ul>
    </Section>
  )
}
