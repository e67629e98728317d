import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { t } from '#app/i18n.ts'

type StatCardProps = {
  label: string
  value: ReactNode
  /** Against what is usual, in basis points of it: 1,200 is 12 % more. Null where nothing is usual yet. */
  againstUsualBps?: number | null
  hint?: ReactNode
  /** The rows behind the figure. */
  to?: string
}

/** One figure that matters, how it stands against usual, and the way to the rows behind it. */
export function StatCard({ label, value, againstUsualBps, hint, to }: StatCardProps) {
  const body = (
    <>
      <span className="rg-stat-label">{label}</span>
      <span className="rg-stat-value">{value}</span>
      <span className="rg-stat-foot">
        {againstUsualBps !== undefined && <AgainstUsual bps={againstUsualBps} />}
        {hint && <span>{hint}</span>}
      </span>
    </>
  )
  return to ? (
    <Link to={to} className="rg-stat rg-stat-link">
      {body}
    </Link>
  ) : (
    <div className="rg-stat">{body}</div>
  )
}

/** Days differ a little: less than this is no news. */
const noticeablePercent = 3

function AgainstUsual({ bps }: { bps: number | null }) {
  if (bps === null) return <span className="rg-faint">{t('ui.stat.nothingUsual')}</span>
  const percent = Math.round(Math.abs(bps) / 100)
  if (percent < noticeablePercent) return <span>{t('ui.stat.asUsual')}</span>
  return bps > 0 ? (
    <span className="rg-good">
      <ArrowUpOutlined /> {t('ui.stat.above', { percent })}
    </span>
  ) : (
    <span className="rg-bad">
      <ArrowDownOutlined /> {t('ui.stat.below', { percent })}
    </span>
  )
}
