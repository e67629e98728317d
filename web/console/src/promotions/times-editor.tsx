import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input, Select } from 'antd'
import { t } from '#app/i18n.ts'
import type { Times } from './promotion-words.ts'
import { clock, weekdayName } from './terms-words.ts'

const weekdays = [1, 2, 3, 4, 5, 6, 7]
const monthDays = Array.from({ length: 31 }, (_, index) => index + 1)

/** The days and hours on which something holds. Nothing chosen: always. */
export function TimesEditor({ value, onChange }: { value: Times; onChange: (times: Times) => void }) {
  const setHours = (hours: Times['hours']) => onChange({ ...value, hours })
  return (
    <fieldset className="rg-terms-group">
      <legend>{t('promotions.times.title')}</legend>
      <Checkbox.Group
        options={weekdays.map((day) => ({ value: day, label: weekdayName(day) }))}
        value={value.weekdays}
        onChange={(days) => onChange({ ...value, weekdays: days })}
      />
      <Select
        mode="multiple"
        allowClear
        value={value.monthDays}
        placeholder={t('promotions.times.monthDays')}
        aria-label={t('promotions.times.monthDays')}
        options={monthDays.map((day) => ({ value: day, label: t('promotions.times.monthDay', { day }) }))}
        onChange={(days) => onChange({ ...value, monthDays: days })}
      />
      {value.hours.map((span, index) => (
        <div key={index} className="rg-terms-row">
          <Input
            type="time"
            aria-label={t('promotions.times.from')}
            value={clock(span.fromMinute)}
            onChange={(event) => setHours(replaced(value.hours, index, spanOf(event.target.value, span, 'from')))}
          />
          –
          <Input
            type="time"
            aria-label={t('promotions.times.until')}
            value={clock(span.untilMinute)}
            onChange={(event) => setHours(replaced(value.hours, index, spanOf(event.target.value, span, 'until')))}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('promotions.times.remove')}
            onClick={() => setHours(value.hours.filter((_, place) => place !== index))}
          />
        </div>
      ))}
      <Button
        size="small"
        icon={<PlusOutlined />}
        onClick={() => setHours([...value.hours, { fromMinute: 840, untilMinute: 1020 }])}
      >
        {t('promotions.times.add')}
      </Button>
    </fieldset>
  )
}

type Span = Times['hours'][number]

/** An end that is not after the beginning is in the night that follows. */
function spanOf(typed: string, span: Span, side: 'from' | 'until'): Span {
  const [hour = 0, minute = 0] = typed.split(':').map(Number)
  const minutes = hour * 60 + minute
  const from = side === 'from' ? minutes : span.fromMinute
  const until = (side === 'until' ? minutes : span.untilMinute) % 1440
  return { fromMinute: from, untilMinute: until <= from ? until + 1440 : until }
}

function replaced<T>(rows: readonly T[], index: number, row: T): T[] {
  return rows.map((each, place) => (place === index ? row : each))
}
