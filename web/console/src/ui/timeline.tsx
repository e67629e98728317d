import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { localDay } from '#shared/business-day.ts'
import { formatDayInWords, formatTimeOfDay } from '@web/ui/format-time.ts'
import type { Tone } from './status-tag.tsx'

export type TimelineItem = {
  id: string
  at: string | Date
  title: ReactNode
  detail?: ReactNode
  /** Stands at the right edge: an amount, points. */
  figure?: ReactNode
  tone?: Tone
  to?: string
}

/** What happened, newest first as given, under a heading per day of the store. */
export function Timeline({ items, timeZone }: { items: readonly TimelineItem[]; timeZone: string }) {
  const days = Map.groupBy(items, ({ at }) => localDay(new Date(at), timeZone))
  return (
    <div className="rg-timeline">
      {[...days].map(([day, itemsOfDay]) => (
        <section key={day}>
          <h3>{formatDayInWords(day)}</h3>
          <ol>
            {itemsOfDay.map((item) => (
              <li key={item.id} className={`rg-timeline-item rg-timeline-${item.tone ?? 'plain'}`}>
                <time dateTime={new Date(item.at).toISOString()}>{formatTimeOfDay(item.at, timeZone)}</time>
                <div className="rg-timeline-body">
                  <span className="rg-timeline-title">
                    {item.to ? <Link to={item.to}>{item.title}</Link> : item.title}
                  </span>
                  {item.detail && <span className="rg-timeline-detail">{item.detail}</span>}
                </div>
                {item.figure && <span className="rg-timeline-figure">{item.figure}</span>}
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  )
}
