import { Button } from 'antd'
import { Avatar, DataList, EmptyState, InstantText, MoneyText, TierBadge, type ListColumn } from '@staff/ui'

type Row = {
  id: string
  name: string
  phone: string
  level: number
  balanceCents: number
  points: number
  lastAt: string
}

const names = ['王小明', '李娜', '欧阳晨', 'Anna Berg', '陈思远', '赵敏', '周子涵', '吴越']
const rows: Row[] = Array.from({ length: 60 }, (_, index) => ({
  id: String(index),
  name: names[index % names.length]!,
  phone: `138 **** ${String(1000 + index * 37).slice(-4)}`,
  level: index % 6,
  balanceCents: (index * 7919) % 300_000,
  points: (index * 613) % 9_000,
  lastAt: new Date(Date.UTC(2026, 10, 22 - (index % 20), 4)).toISOString(),
}))

const columns: ListColumn<Row>[] = [
  {
    key: 'name',
    title: '会员',
    sort: 'name',
    render: ({ id, name }) => (
      <span className="rg-person">
        <Avatar name={name} seed={id} size={30} />
        {name}
      </span>
    ),
  },
  { key: 'phone', title: '手机', render: ({ phone }) => phone },
  { key: 'tier', title: '等级', render: ({ level }) => <TierBadge name={`V${level}`} level={level} /> },
  {
    key: 'balance',
    title: '储值',
    align: 'right',
    sort: 'balance',
    render: ({ balanceCents }) => <MoneyText cents={balanceCents} />,
  },
  { key: 'points', title: '积分', align: 'right', render: ({ points }) => points.toLocaleString() },
  { key: 'last', title: '最近到店', render: ({ lastAt }) => <InstantText at={lastAt} relative /> },
]

/** The list over rows made up here, to try filters, pages, ticks and columns without a server. */
export function GalleryList() {
  return (
    <DataList
      id="gallery"
      label="会员"
      columns={columns}
      filters={[
        { name: 'text', kind: 'search', label: '姓名、手机' },
        {
          name: 'tier',
          kind: 'choice',
          label: '等级',
          options: [0, 1, 2, 3, 4, 5].map((level) => ({ value: String(level), label: `V${level}` })),
        },
        { name: 'from', kind: 'day', label: '自' },
      ]}
      source={({ text, tier, cursor, limit = 8 }) => ({
        queryKey: ['gallery', text, tier, cursor],
        queryFn: () => {
          const found = rows.filter(
            (row) => (!text || row.name.includes(text)) && (!tier || row.level === Number(tier)),
          )
          const start = Number(cursor ?? 0)
          const end = start + Math.min(limit, 8)
          return { items: found.slice(start, end), next: end < found.length ? String(end) : null }
        },
      })}
      rowHref={({ id }) => `/gallery?member=${id}`}
      exportHref={() => '/gallery'}
      renderBulkActions={(ids, clear) => (
        <Button size="small" onClick={clear}>
          给 {ids.length} 位发券
        </Button>
      )}
      empty={<EmptyState title="还没有会员" />}
    />
  )
}
