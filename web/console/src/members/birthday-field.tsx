import { Checkbox, Input, Segmented, Select } from 'antd'
import { language, t } from '#app/i18n.ts'
import { toHalfWidth } from '@web/ui/typed-text.ts'
import { lunarDateName, lunarMonthName } from './member-words.ts'

export type BirthdayDraft = {
  calendar: 'solar' | 'lunar'
  year: string
  month: number | null
  date: number | null
  isLeapMonth: boolean
}

export const noBirthday: BirthdayDraft = { calendar: 'solar', year: '', month: null, date: null, isLeapMonth: false }

type BirthdayInputProps = { value?: BirthdayDraft; onChange?: (draft: BirthdayDraft) => void }

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

/** A birthday by either calendar; the year may stay open, for not everybody tells it. */
export function BirthdayInput({ value = noBirthday, onChange }: BirthdayInputProps) {
  const change = (part: Partial<BirthdayDraft>) => onChange?.({ ...value, ...part })
  const isLunar = value.calendar === 'lunar'
  const named = isLunar && language() === 'zh'
  return (
    <div className="rg-birthday-input">
      <Segmented<'solar' | 'lunar'>
        value={value.calendar}
        onChange={(calendar) => change({ calendar, isLeapMonth: false })}
        options={[
          { value: 'solar', label: t('members.birthday.solar') },
          { value: 'lunar', label: t('members.birthday.lunar') },
        ]}
      />
      <Input
        className="rg-birthday-year"
        inputMode="numeric"
        maxLength={4}
        aria-label={t('members.birthday.year')}
        placeholder={t('members.birthday.year')}
        value={value.year}
        onChange={(event) => change({ year: toHalfWidth(event.target.value).replace(/\D/g, '') })}
      />
      <Select
        aria-label={t('members.birthday.month')}
        placeholder={t('members.birthday.month')}
        allowClear
        value={value.month}
        onChange={(month: number | null | undefined) => change({ month: month ?? null })}
        options={upTo(12).map((month) => ({
          value: month,
          label: named ? lunarMonthName(month, false) : String(month),
        }))}
      />
      <Select
        aria-label={t('members.birthday.date')}
        placeholder={t('members.birthday.date')}
        allowClear
        value={value.date}
        onChange={(date: number | null | undefined) => change({ date: date ?? null })}
        options={upTo(isLunar ? 30 : 31).map((date) => ({
          value: date,
          label: named ? lunarDateName(date) : String(date),
        }))}
      />
      {isLunar && (
        <Checkbox checked={value.isLeapMonth} onChange={(event) => change({ isLeapMonth: event.target.checked })}>
          {t('members.birthday.leapMonth')}
        </Checkbox>
      )}
    </div>
  )
}
