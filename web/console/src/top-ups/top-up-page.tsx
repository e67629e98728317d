import { RollbackOutlined } from '@ant-design/icons'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link, useLoaderData, type LoaderFunctionArgs } from 'react-router'
import { api, query, type ResponseOf } from '@staff/api'
import { DayText, Facts, formatMoney, InstantText, MoneyText, Page, Section, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { idParam, paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay } from '#app/session.ts'
import { tenderName } from '#console/cashier/tender-words.ts'
import { useStoreNames } from '#console/members/use-store-names.ts'
import { TopUpPrintButton } from '#console/printing/paper-button.tsx'
import { lawWords, RefundFormula } from './refund-formula.tsx'
import { TopUpRefundDrawer } from './top-up-refund-drawer.tsx'
import './top-ups.css'

const topUpQuery = (topUpId: string) => query(api.topUpGet, { topUpId })

export async function loader({ params }: LoaderFunctionArgs) {
  const topUpId = idParam(params, 'topUpId')
  await queryClient.ensureQueryData(topUpQuery(topUpId))
  return { topUpId }
}

/** One top-up as it was sold: what was paid, what was given, on what terms, and what became of it. */
export function TopUpPage() {
  const { topUpId } = useLoaderData<typeof loader>()
  const may = useMay()
  const topUp = useSuspenseQuery(topUpQuery(topUpId)).data
  const member = useQuery({ ...query(api.memberGet, { memberId: topUp.memberId }), enabled: may('members.read') }).data
  const store = useStoreNames().get(topUp.storeId)
  const [isRefunding, setRefunding] = useState(false)
  const {
    topUpNumber,
    principalCents,
    bonusCents,
    offerName,
    drawMode,
    bonusExpiresDay,
    tenders,
    changeCents,
    lawPack,
    refund,
  } = topUp
  const memberPath = paths.member({ memberId: topUp.memberId })
  return (
    <Page
      title={t('top-ups.record.title', { amount: formatMoney(principalCents) })}
      badge={refund && <StatusTag tone="warn">{t('top-ups.record.refunded')}</StatusTag>}
      back={`${memberPath}?tab=statement`}
      width="reading"
      actions={
        may('topup.sell') && (
          <>
            <TopUpPrintButton topUpId={topUpId} />
            {!refund && (
              <Button danger icon={<RollbackOutlined />} onClick={() => setRefunding(true)}>
                {t('top-ups.refund.action')}
              </Button>
            )}
          </>
        )
      }
    >
      <Section>
        <Facts
          rows={[
            [
              t('top-ups.record.member'),
              <Link key="member" to={memberPath}>
                {member?.name || '–'}
              </Link>,
            ],
            [t('top-ups.record.number'), topUpNumber],
            [t('top-ups.record.offer'), offerName ?? t('top-ups.record.ownAmount')],
            [t('top-ups.principal'), <MoneyText key="principal" cents={principalCents} strong />],
            [t('top-ups.bonus'), <MoneyText key="bonus" cents={bonusCents} />],
            ...(bonusCents > 0
              ? ([
                  [t('top-ups.draw'), t(`top-ups.mode.${drawMode}`)],
                  [
                    t('top-ups.life'),
                    bonusExpiresDay ? <DayText key="life" day={bonusExpiresDay} /> : t('top-ups.forever'),
                  ],
                ] as const)
              : []),
            [
              t('top-ups.record.paid'),
              tenders
                .map((tender) => {
                  const method = tender.kind === 'other' ? tender.method : null
                  return `${tenderName({ kind: tender.kind, method })} ${formatMoney(tender.amountCents)}`
                })
                .join('，'),
            ],
            ...(changeCents > 0 ? ([[t('top-ups.sell.change'), formatMoney(changeCents)]] as const) : []),
            [t('top-ups.record.at'), <InstantText key="at" at={topUp.at} />],
            [t('top-ups.record.store'), store ?? '–'],
            ...(lawPack === null ? [] : ([[t('top-ups.record.lawPack'), lawWords(lawPack)]] as const)),
          ]}
        />
      </Section>
      {refund && <Refunded topUp={topUp} refund={refund} />}
      <TopUpRefundDrawer topUpId={isRefunding ? topUpId : null} onClose={() => setRefunding(false)} />
    </Page>
  )
}

type TopUp = ResponseOf<typeof api.topUpGet>

/** How the rest was given back: by whose cause, how the sum came about, what left the account, and how it was paid. */
function Refunded({ topUp, refund }: { topUp: TopUp; refund: NonNullable<TopUp['refund']> }) {
  const { cause, isWithdrawal, knewGoods, refundCents, principalTakenCents, bonusForfeitedCents, reason, at } = refund
  const store = useStoreNames().get(refund.storeId)
  const by = [
    t(`top-ups.refund.by.${cause}`),
    ...(isWithdrawal ? [t('top-ups.refund.withdrawn')] : []),
    ...(knewGoods ? [t('top-ups.refund.knew')] : []),
  ]
  return (
    <Section title={t('top-ups.record.refunded')}>
      <Facts
        rows={[
          [t('top-ups.refund.pays'), <MoneyText key="paid" cents={refundCents} strong />],
          [t('top-ups.refund.cause'), by.join(' · ')],
          [t('top-ups.record.reason'), reason],
          [t('top-ups.refund.how'), tenderName({ kind: refund.tenderKind, method: refund.tenderMethod })],
          [t('top-ups.refund.principalTaken'), <MoneyText key="taken" cents={principalTakenCents} />],
          [t('top-ups.refund.bonusForfeited'), <MoneyText key="forfeited" cents={bonusForfeitedCents} />],
          [t('top-ups.record.at'), <InstantText key="at" at={at} />],
          [t('top-ups.record.store'), store ?? '–'],
        ]}
      />
      <RefundFormula topUp={topUp} refund={refund} />
    </Section>
  )
}
