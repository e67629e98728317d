import { useQuery } from '@tanstack/react-query'
import { api, query } from '@staff/api'
import { formatDay, formatInstant, formatMoney, Section } from '@staff/ui'
import { t } from '#app/i18n.ts'

/** Extensions made so far: for whom, until when, what was thought to cost, and why. */
export function PastExtensions() {
  const items = useQuery(query(api.pointsExtensionList, {})).data?.items ?? []
  if (items.length === 0) return null
  return (
    <Section title={t('expiry.extend.past')}>
      <ol className="rg-versions">
        {items.map(
          ({
            extensionId,
            from,
            to,
            untilDay,
            members,
            points,
            worthCents,
            expectedCostCents,
            reason,
            at,
            authorName,
          }) => (
            <li key={extensionId}>
              <span className="rg-versions-head">
                <strong>
                  {t('expiry.extend.line', { from: formatDay(from), to: formatDay(to), until: formatDay(untilDay) })}
                </strong>
              </span>
              <span>
                {t('expiry.extend.size', { count: points, members, amount: formatMoney(worthCents) })}
                {expectedCostCents !== null &&
                  ` · ${t('expiry.extend.expected', { amount: formatMoney(expectedCostCents) })}`}
              </span>
              <small>
                {[reason, t('points.by', { name: authorName ?? t('points.system'), at: formatInstant(at) })].join(
                  ' · ',
                )}
              </small>
            </li>
          ),
        )}
      </ol>
    </Section>
  )
}
