import type { ReactNode } from 'react'

type FactRow = readonly [label: ReactNode, value: ReactNode]

/** Names and values of one thing, in as many columns as fit. */
export function Facts({ rows }: { rows: readonly FactRow[] }) {
  return (
    <dl className="rg-facts">
      {rows.map(([label, value], index) => (
        <div key={index}>
          <dt>{label}</dt>
          <dd>{value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  )
}
