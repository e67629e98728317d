import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { api, send, useCommand } from '@staff/api'
import { DayText, formatMoney, RefusalText, ScrollBox, Section, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'

const pageSize = 50

/** The run before the run: every member, lot and value that is due to be booked now. It runs by itself; this is for whoever wants to see. */
export function ExpiryRunSection() {
  const may = useMay()
  const notice = useNotice()
  const due = useInfiniteQuery({
    queryKey: ['expiry-due'],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      send(api.expiryDueList, { limit: pageSize, ...(pageParam && { cursor: pageParam }) }, { signal }),
    getNextPageParam: (page) => page.next,
  })
  const run = useCommand(api.expiryRunCreate, {
    onSuccess: ({ lots, units }) => {
      notice.done(t('expiry.run.done', { count: lots, units }))
      void due.refetch()
    },
  })
  const lots = due.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Section
      title={t('expiry.run.title')}
      actions={
        may('points.extend') &&
        lots.length > 0 && (
          <Button onClick={() => run.mutate({})} loading={run.isPending}>
            {t('expiry.run.now')}
          </Button>
        )
      }
    >
      <RefusalText error={due.error ?? run.error} />
      {due.isSuccess && lots.length === 0 && <p className="rg-faint">{t('expiry.run.none')}</p>}
      {lots.length > 0 && (
        <>
          <p className="rg-faint">{t('expiry.run.lead')}</p>
          <ScrollBox>
            <table className="rg-table">
              <thead>
                <tr>
                  <th scope="col">{t('members.field.name')}</th>
                  <th scope="col">{t('home.expiring.day')}</th>
                  <th scope="col" className="rg-right">
                    {t('expiry.run.units')}
                  </th>
                  <th scope="col" className="rg-right">
                    {t('expiry.forecast.money')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {lots.map(({ lotId, ownerName, lastDay, units, worthCents }) => (
                  <tr key={lotId}>
                    <td>{ownerName ?? '–'}</td>
                    <td>
                      <DayText day={lastDay} />
                    </td>
                    <td className="rg-right">{units}</td>
                    <td className="rg-right">{worthCents === null ? '–' : formatMoney(worthCents)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollBox>
          {due.hasNextPage && <Button onClick={() => void due.fetchNextPage()}>{t('expiry.run.more')}</Button>}
        </>
      )}
    </Section>
  )
}
