import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { api, query, type ResponseOf, useCommand } from '@staff/api'
import { formatDay, RefusalText, Section, StatusTag, useNotice } from '@staff/ui'
import { fewestJudged } from '#modules/retention/offer-judging-rules.ts'
import { localDay } from '#shared/business-day.ts'
import { language, t } from '#app/i18n.ts'
import { useMay, useStore } from '#app/session.ts'
import { moneyIntervalWords } from './retention-words.ts'
import { StackingTable } from './stacking-table.tsx'

type Result = ResponseOf<typeof api.offerResultList>['items'][number]

/** What each offer of the flow brings, and those that were stopped because they lose money; whoever makes the flow may let one go on. */
export function OfferResults() {
  const { data, error } = useQuery({ ...query(api.offerResultList, {}), retry: false })
  if (!data) return <RefusalText error={error} />
  return (
    <Section title={t('retention.offers.title')}>
      <p className="rg-faint">{t('retention.offers.how')}</p>
      {data.items.length === 0 ? <p>{t('retention.offers.none')}</p> : <ResultTable items={data.items} />}
    </Section>
  )
}

function ResultTable({ items }: { items: readonly Result[] }) {
  return (
    <StackingTable className="rg-retention-effects">
      <thead>
        <tr>
          <th scope="col">{t('retention.offers.offer')}</th>
          {(['made', 'taken', 'withheld', 'adds'] as const).map((key) => (
            <th key={key} scope="col" className="rg-right">
              {t(`retention.offers.${key}`)}
            </th>
          ))}
          <th scope="col">{t('retention.offers.state')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.code}>
            <td>{item.words[language()]}</td>
            <td className="rg-right">{item.made}</td>
            <td className="rg-right">{item.taken}</td>
            <td className="rg-right">{item.withheld}</td>
            <td className="rg-right">{addsWords(item)}</td>
            <td>
              <State item={item} />
            </td>
          </tr>
        ))}
      </tbody>
    </StackingTable>
  )
}

function addsWords({ made, withheld, effect }: Result): string {
  return Math.min(made, withheld) < fewestJudged
    ? t('retention.offers.open', { count: fewestJudged })
    : moneyIntervalWords(effect)
}

function State({ item: { stop } }: { item: Result }) {
  const { timeZone } = useStore()
  const notice = useNotice()
  const mayManage = useMay()('retention.manage')
  const goOn = useCommand(api.offerStopLift, {
    changes: [api.offerResultList],
    onSuccess: () => notice.done(t('retention.offers.wentOn')),
  })
  if (!stop) return <StatusTag tone="good">{t('retention.offers.running')}</StatusTag>
  const { offerStopId, at, ground } = stop
  return (
    <div>
      <StatusTag tone="bad">
        {t('retention.offers.stopped', { at: formatDay(localDay(new Date(at), timeZone)) })}
      </StatusTag>
      <div className="rg-faint">{t(`retention.offers.why.${ground}`)}</div>
      {mayManage && (
        <Button size="small" loading={goOn.isPending} onClick={() => goOn.mutate({ offerStopId })}>
          {t('retention.offers.goOn')}
        </Button>
      )}
      <RefusalText error={goOn.error} />
    </div>
  )
}
