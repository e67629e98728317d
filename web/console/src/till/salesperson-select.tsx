import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { api, query } from '@staff/api'
import { t } from '#app/i18n.ts'

type SalespersonSelectProps = {
  value: string | null
  onChange: (userId: string | null) => void
  /** What stands there while nobody is chosen. */
  placeholder: string
}

/** Who of the store is behind a sale or a line of it. */
export function SalespersonSelect({ value, onChange, placeholder }: SalespersonSelectProps) {
  const { data } = useQuery({ ...query(api.saleListChoices, {}), staleTime: 10 * 60_000 })
  const people = (data?.people ?? []).filter(({ id, isActive }) => isActive || id === value)
  return (
    <Select
      allowClear
      size="large"
      className="rg-till-select"
      aria-label={t('till.salesperson')}
      placeholder={placeholder}
      value={value}
      onChange={(userId: string | null | undefined) => onChange(userId ?? null)}
      options={people.map(({ id, name }) => ({ value: id, label: name }))}
      showSearch={{ optionFilterProp: 'label' }}
    />
  )
}
