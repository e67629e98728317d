import { CaretDownFilled, CaretUpFilled } from '@ant-design/icons'
import { Checkbox } from 'antd'
import type { MouseEvent, ReactNode } from 'react'
import { Link, useNavigate } from 'react-router'
import { t } from '#app/i18n.ts'
import type { ListColumn } from './data-list.tsx'
import { useOverflow } from './scroll-box.tsx'

export type ListView<Row> = {
  label: string
  rows: readonly Row[]
  columns: readonly ListColumn<Row>[]
  rowHref: ((row: Row) => string) | undefined
  sort: string | undefined
  onSort: (sort: string | null) => void
  isLoading: boolean
  /** Null where rows cannot be ticked. */
  ticked: ReadonlySet<string> | null
  onTick: (ticked: ReadonlySet<string>) => void
}

/** Clicks on a link, a button or selected text are not clicks on the row. */
function isOwnClick(event: MouseEvent): boolean {
  const target = event.target as HTMLElement
  return target.closest('a, button, input, label') !== null || (getSelection()?.toString() ?? '') !== ''
}

export function ListTable<Row extends { id: string }>(view: ListView<Row>) {
  const { label, rows, columns, rowHref, isLoading, ticked, onTick } = view
  const navigate = useNavigate()
  // One that fits scrolls with the page, its head held below the page's header; a wide one scrolls by itself, no higher than the
  // window, so that its head and its lower edge stay within reach.
  const { place, isWide } = useOverflow()
  const allTicked = ticked !== null && rows.length > 0 && rows.every(({ id }) => ticked.has(id))
  return (
    <div ref={place} className={isWide ? 'rg-table-scroll rg-table-wide' : undefined} tabIndex={-1}>
      <table className="rg-table" aria-label={label}>
        <thead>
          <tr>
            {ticked && (
              <th className="rg-cell-tick">
                <Checkbox
                  aria-label={t('ui.list.tickAll')}
                  checked={allTicked}
                  onChange={() => onTick(allTicked ? new Set() : new Set(rows.map(({ id }) => id)))}
                />
              </th>
            )}
            {columns.map((column) => (
              <Heading key={column.key} column={column} sort={view.sort} onSort={view.onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {isLoading && <SkeletonRows columns={columns.length + (ticked ? 1 : 0)} />}
          {rows.map((row) => (
            <tr
              key={row.id}
              className={`${rowHref ? 'rg-row-link' : ''}${ticked?.has(row.id) ? ' rg-row-ticked' : ''}`}
              onClick={(event) => rowHref && !isOwnClick(event) && void navigate(rowHref(row))}
            >
              {ticked && (
                <td className="rg-cell-tick">
                  <Tick id={row.id} ticked={ticked} onTick={onTick} />
                </td>
              )}
              {columns.map((column, index) => (
                <td key={column.key} className={column.align === 'right' ? 'rg-right' : undefined}>
                  {index === 0 ? <Linked href={rowHref?.(row)}>{column.render(row)}</Linked> : column.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The same rows on a phone: the first column as title, the first amount beside it, the rest in one quiet line. */
export function ListCards<Row extends { id: string }>({ label, rows, columns, rowHref, isLoading }: ListView<Row>) {
  const [title, ...others] = columns
  const figure = others.find(({ isFigure }) => isFigure) ?? others.find(({ align }) => align === 'right')
  const details = others.filter((column) => column !== figure)
  if (isLoading) return <SkeletonCards />
  return (
    <ul className="rg-list-cards" aria-label={label}>
      {rows.map((row) => (
        <li key={row.id}>
          <div className="rg-list-card-top">
            <span className="rg-list-card-title">
              <Linked href={rowHref?.(row)}>{title?.render(row)}</Linked>
            </span>
            {figure && <span className="rg-right">{figure.render(row)}</span>}
          </div>
          <dl>
            {details.map((column) => (
              <Detail key={column.key} title={column.title} value={column.render(row)} />
            ))}
          </dl>
        </li>
      ))}
    </ul>
  )
}

/** A dash stands for nothing in a table, where a hole would look lost; a card leaves it out. */
function Detail({ title, value }: { title: string; value: ReactNode }) {
  if (value === '–' || value === null) return null
  return (
    <div>
      <dt>{title}</dt>
      <dd>{value}</dd>
    </div>
  )
}

function Linked({ href, children }: { href: string | undefined; children: ReactNode }) {
  return href ? (
    <Link to={href} className="rg-row-title">
      {children}
    </Link>
  ) : (
    children
  )
}

type HeadingProps<Row> = { column: ListColumn<Row>; sort: string | undefined; onSort: (sort: string | null) => void }

/** A heading that sorts goes up, down, and back to the list's own order. */
function Heading<Row>({ column, sort, onSort }: HeadingProps<Row>) {
  const className = column.align === 'right' ? 'rg-right' : undefined
  if (!column.sort) {
    return (
      <th scope="col" className={className} style={{ width: column.width }}>
        {column.title}
      </th>
    )
  }
  const isUp = sort === column.sort
  const isDown = sort === `-${column.sort}`
  const next = isUp ? `-${column.sort}` : isDown ? null : column.sort
  return (
    <th
      scope="col"
      className={className}
      style={{ width: column.width }}
      aria-sort={isUp ? 'ascending' : isDown ? 'descending' : 'none'}
    >
      <button type="button" className="rg-sort" onClick={() => onSort(next)}>
        {column.title}
        {isDown ? <CaretDownFilled /> : <CaretUpFilled className={isUp ? '' : 'rg-sort-off'} />}
      </button>
    </th>
  )
}

type TickProps = { id: string; ticked: ReadonlySet<string>; onTick: (ticked: ReadonlySet<string>) => void }

function Tick({ id, ticked, onTick }: TickProps) {
  const toggle = () => {
    const next = new Set(ticked)
    if (!next.delete(id)) next.add(id)
    onTick(next)
  }
  return <Checkbox aria-label={t('ui.list.tick')} checked={ticked.has(id)} onChange={toggle} />
}

function SkeletonRows({ columns }: { columns: number }) {
  return Array.from({ length: 8 }, (_, row) => (
    <tr key={row} aria-hidden="true">
      {Array.from({ length: columns }, (__, cell) => (
        <td key={cell}>
          <span className={`rg-skeleton rg-skeleton-${(row + cell) % 3}`} />
        </td>
      ))}
    </tr>
  ))
}

function SkeletonCards() {
  return (
    <ul className="rg-list-cards" aria-hidden="true">
      {Array.from({ length: 6 }, (_, row) => (
        <li key={row} className="rg-list-card-waiting">
          <span className="rg-skeleton rg-skeleton-1" />
          <span className="rg-skeleton" />
        </li>
      ))}
    </ul>
  )
}
