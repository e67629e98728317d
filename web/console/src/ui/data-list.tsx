import { keepPreviousData, useQuery, type UseQueryOptions } from '@tanstack/react-query'
import { Button, Checkbox } from 'antd'
import { useState, type ReactNode } from 'react'
import type { ApiRefusal, ApiUnreachable } from '@staff/api'
import { t } from '#app/i18n.ts'
import { EmptyState } from './empty-state.tsx'
import { ExportButton, type ExportFormat } from './export-button.tsx'
import { ColumnChooser, useChosenColumns } from './list-columns.tsx'
import { ListFilters, type ListFilter } from './list-filters.tsx'
import { ListCards, ListTable, type ListView } from './list-table.tsx'
import { RefusalText } from './refusal-text.tsx'
import { useListState } from './use-list-state.ts'
import { useMediaQuery } from './use-media-query.ts'

export type { ListFilter } from './list-filters.tsx'

export type ListColumn<Row> = {
  key: string
  title: string
  render: (row: Row) => ReactNode
  /** Amounts, counts and points stand at the right, in figures that line up. */
  align?: 'left' | 'right'
  /** On a phone the figure beside a card's title; else the first at the right. */
  isFigure?: boolean
  /** Shown only when chosen. */
  isHidden?: boolean
  /** Where the window is narrow, shown only when chosen. */
  isSpare?: boolean
  /** The name by which the server sorts; makes the heading a button. */
  sort?: string
  width?: number
}

export type ListPage<Row> = { items: Row[]; next: string | null; total?: number }

export type ListRequest<Filter extends string> = { cursor?: string; limit?: number; sort?: string } & {
  [Name in Filter]?: string
}

type DataListProps<Row extends { id: string }, Filter extends string> = {
  /** Remembers the chosen columns under this name. */
  id: string
  /** Names the table for screen readers. */
  label: string
  source: (
    request: ListRequest<Filter>,
  ) => UseQueryOptions<ListPage<Row>, ApiRefusal | ApiUnreachable, ListPage<Row>, readonly unknown[]>
  columns: readonly ListColumn<Row>[]
  filters?: readonly ListFilter<Filter>[]
  /** Where a row leads; its first column becomes the link. */
  rowHref?: (row: Row) => string
  /** Stands in for an empty list without filters: what this is, one example, one button. */
  empty: ReactNode
  /** A download of exactly what is shown: these filters, these columns in this order. */
  exportHref?: (request: ListRequest<Filter>, columns: readonly string[], format: ExportFormat) => string
  /** Buttons for the rows that are ticked; rows can be ticked only with these. */
  renderBulkActions?: (ids: string[], clear: () => void, all: ListRequest<Filter> | null) => ReactNode
  /** Offers everything that the filters let through, beyond the page; then the buttons get these filters as `all`. */
  canTakeAll?: boolean
  pageSize?: number
}

/** A list as every screen of the console has it: filters in the address, pages by cursor, columns by choice. */
export function DataList<Row extends { id: string }, Filter extends string = never>(props: DataListProps<Row, Filter>) {
  const {
    id,
    label,
    source,
    columns,
    filters = [],
    rowHref,
    empty,
    exportHref,
    renderBulkActions,
    canTakeAll = false,
    pageSize = 50,
  } = props
  const state = useListState(filters.map(({ name }) => name))
  const [chosen, setChosen] = useChosenColumns(id, columns)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [taken, setTaken] = useState<string | null>(null)
  const isPhone = useMediaQuery('(max-width: 639px)')

  const request = { ...state.filters, sort: state.sort, cursor: state.cursor, limit: pageSize } as ListRequest<Filter>
  const answer = useQuery({ ...source(request), placeholderData: keepPreviousData })
  const rows = answer.data?.items ?? []
  const shown = columns.filter(({ key }) => chosen.has(key))
  // All was said of these filters: with others it is said anew.
  const filtersNow = JSON.stringify(state.filters)
  const isAll = taken === filtersNow && ticked.size > 0
  const tick = (next: ReadonlySet<string>) => {
    setTaken(null)
    setTicked(next)
  }
  const isPageTicked = rows.length > 0 && rows.every((row) => ticked.has(row.id))
  const isMoreThanPage = Boolean(answer.data?.next) || state.hasPrevious || rows.length >= pageSize

  if (answer.isError) {
    return (
      <div className="rg-card rg-list-error">
        <RefusalText error={answer.error} />
        <Button onClick={() => void answer.refetch()}>{t('ui.list.again')}</Button>
      </div>
    )
  }
  const isUntouched = Object.keys(state.filters).length === 0 && !state.cursor
  if (answer.isSuccess && rows.length === 0 && isUntouched) return <div className="rg-card">{empty}</div>

  const view: ListView<Row> = {
    label,
    rows,
    columns: shown,
    rowHref,
    sort: state.sort,
    onSort: state.setSort,
    isLoading: answer.isPending,
    ticked: renderBulkActions ? ticked : null,
    onTick: tick,
  }
  return (
    <div className="rg-list">
      <div className="rg-list-bar">
        <ListFilters filters={filters} values={state.filters} onChange={state.setFilter} onClear={state.clearFilters} />
        <div className="rg-list-tools">
          <ColumnChooser columns={columns} chosen={chosen} onChange={setChosen} />
          {exportHref && (
            <ExportButton
              label={t('ui.list.export')}
              hrefOf={(format) =>
                exportHref(
                  request,
                  shown.map(({ key }) => key),
                  format,
                )
              }
            />
          )}
        </div>
      </div>
      <div
        className={`rg-card rg-list-card${answer.isPlaceholderData ? ' rg-dimmed' : ''}`}
        aria-busy={answer.isFetching}
      >
        {answer.isSuccess && rows.length === 0 ? (
          <EmptyState
            title={t('ui.list.nothing')}
            action={<Button onClick={state.clearFilters}>{t('ui.list.clearFilters')}</Button>}
          >
            {t('ui.list.nothingText')}
          </EmptyState>
        ) : isPhone ? (
          <ListCards {...view} />
        ) : (
          <ListTable {...view} />
        )}
      </div>
      <div className="rg-list-foot">
        <span role="status">
          {answer.isPending
            ? t('app.loading')
            : answer.data?.total === undefined
              ? t('ui.list.page', { page: state.page, count: rows.length })
              : t('ui.list.total', { page: state.page, count: answer.data.total })}
        </span>
        <Button disabled={!state.hasPrevious} onClick={state.previous}>
          {t('ui.list.previous')}
        </Button>
        <Button disabled={!answer.data?.next} onClick={() => answer.data?.next && state.next(answer.data.next)}>
          {t('ui.list.next')}
        </Button>
      </div>
      {/* Last, and sticking to the window's foot: no row moves when the first is ticked. */}
      {renderBulkActions && ticked.size > 0 && (
        <div className="rg-bulk" role="region" aria-label={t('ui.list.bulk')}>
          <Checkbox checked onChange={() => tick(new Set())}>
            {isAll ? t('ui.list.tickedAll') : t('ui.list.ticked', { count: ticked.size })}
          </Checkbox>
          {renderBulkActions([...ticked], () => tick(new Set()), isAll ? (state.filters as ListRequest<Filter>) : null)}
          {canTakeAll && !isAll && isPageTicked && isMoreThanPage && (
            <Button size="small" type="link" onClick={() => setTaken(filtersNow)}>
              {t('ui.list.takeAll')}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
