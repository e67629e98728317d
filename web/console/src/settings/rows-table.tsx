import { useMediaQuery } from '#console/ui/use-media-query.ts'
import { ListCards, ListTable, type ListView } from '#console/ui/list-table.tsx'
import type { ListColumn } from '@staff/ui'

type RowsTableProps<Row> = {
  label: string
  rows: readonly Row[]
  columns: readonly ListColumn<Row>[]
  rowHref?: (row: Row) => string
}

/** A list that is short enough to be shown whole: the look of every list, without pages and filters. */
export function RowsTable<Row extends { id: string }>({ label, rows, columns, rowHref }: RowsTableProps<Row>) {
  const isPhone = useMediaQuery('(max-width: 639px)')
  const view: ListView<Row> = {
    label,
    rows,
    columns,
    rowHref,
    sort: undefined,
    onSort: () => {},
    isLoading: false,
    ticked: null,
    onTick: () => {},
  }
  return <div className="rg-card rg-list-card">{isPhone ? <ListCards {...view} /> : <ListTable {...view} />}</div>
}
