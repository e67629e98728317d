import { useQuery } from '@tanstack/react-query'
import { Button, Popconfirm } from 'antd'
import { api, query, useCommand } from '@staff/api'
import { Facts, formatDay, formatMoney, RefusalText, Section, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'
import { isLive, passChanges, type PassDetails } from './pass-words.ts'

export const renewalTones = { planned: 'info', charged: 'good', failed: 'bad', stopped: 'plain' } as const

/** Renewal: what it costs today, whether it runs by itself, when the member is told and charged; stopped with one tap. */
export function RenewalSection({ pass }: { pass: PassDetails }) {
  const may = useMay()
  const { renewal, terms, endsDay } = pass
  const isOffered = terms.renewal !== null && endsDay !== null && isLive(pass)
  const price = useQuery({ ...query(api.passRenewalPrice, { passId: pass.id }), enabled: isOffered, retry: false })
  const agree = useCommand(api.passAutoRenewalCreate, { changes: passChanges })
  const stop = useCommand(api.passAutoRenewalDelete, { changes: passChanges })
  if (!isOffered && !renewal) return null
  const isOn = renewal?.state === 'planned'
  return (
    <Section title={t('passes.renewals.section')}>
      <Facts
        rows={[
          ...(price.data
            ? [
                [
                  t('passes.renewals.price'),
                  price.data.isLocked
                    ? t('passes.renewals.locked', { amount: formatMoney(price.data.priceCents) })
                    : formatMoney(price.data.priceCents),
                ] as const,
              ]
            : []),
          ...(renewal
            ? [
                [
                  t('passes.renewals.auto'),
                  <StatusTag key="state" tone={renewalTones[renewal.state]}>
                    {t(`passes.renewals.state.${renewal.state}`)}
                  </StatusTag>,
                ] as const,
                [t('passes.renewals.noticeDay'), formatDay(renewal.noticeDay)] as const,
                [
                  t('passes.renewals.chargeDay'),
                  `${formatDay(renewal.chargeDay)} · ${formatMoney(renewal.priceCents)}`,
                ] as const,
              ]
            : []),
        ]}
      />
      {may('passes.change') && isOn && (
        <Button loading={stop.isPending} onClick={() => stop.mutate({ passId: pass.id })}>
          {t('passes.renewals.stop')}
        </Button>
      )}
      {may('passes.change') && !isOn && terms.renewal?.isAuto && isLive(pass) && price.data && (
        <Popconfirm
          title={t('passes.renewals.agreeTitle')}
          description={t('passes.renewals.agreeText', {
            amount: formatMoney(price.data.priceCents),
            day: endsDay ? formatDay(endsDay) : '',
            days: terms.renewal.noticeDays,
          })}
          okText={t('passes.renewals.agree')}
          cancelText={t('passes.renewals.notNow')}
          onConfirm={() => agree.mutate({ passId: pass.id, priceCents: price.data.priceCents })}
        >
          <Button loading={agree.isPending}>{t('passes.renewals.turnOn')}</Button>
        </Popconfirm>
      )}
      <RefusalText error={agree.error ?? stop.error} />
    </Section>
  )
}
