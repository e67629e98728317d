import { RollbackOutlined } from '@ant-design/icons'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link, useLoaderData, type LoaderFunctionArgs } from 'react-router'
import { api, query } from '@staff/api'
import { DayText, Facts, formatMoney, InstantText, MoneyText, Page, Section, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { idParam, paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay } from '#app/session.ts'
import { tenderName } from '#console/cashier/tender-words.ts'
import { useStoreNames } from '#console/members/use-store-names.ts'
import { TopUpPrintButton } from '#console/printing/paper-button.tsx'
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
          ]}
        />
      </Section>
      {refund && (
        <Section title={t('top-ups.record.refunded')}>
          <Facts
            rows={[
              [t('top-ups.refund.pays'), <MoneyText key="paid" cents={refund.refundCents} strong />],
              [t('top-ups.record.at'), <InstantText key="at" at={refund.at} />],
            ]}
          />
        </Section>
      )}
      <TopUpRefundDrawer topUpId={isRefunding ? topUpId : null} onClose={() => setRefunding(false)} />
    </Page>
  )
}
