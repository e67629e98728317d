import { InputNumber, Select, Switch } from 'antd'
import { MoneyInput } from '@staff/ui'
import type { Segment } from '#modules/retention/flow-types.ts'
import { t } from '#app/i18n.ts'
import { Labelled, Whole } from './flow-inputs.tsx'

type Choice = { value: string; label: string }
export type SegmentChoices = { tiers: readonly Choice[]; plans: readonly Choice[] }

const everybody: Segment = {
  ...{ tierIds: [], planIds: [], minMemberDays: 0, maxMemberDays: null, minDaysSinceVisit: 0 },
  ...{ maxDaysSinceVisit: null, maxPaidCents: null },
}

type SegmentEditorProps = {
  segment: Segment | undefined
  choices: SegmentChoices
  onChange: (segment: Segment | undefined) => void
}

/** Whom an offer is for beyond its reasons: everybody until somebody says otherwise. What is left empty lets everybody through. */
export function SegmentEditor({ segment, choices, onChange }: SegmentEditorProps) {
  return (
    <>
      <span className="rg-retention-switched">
        <Switch
          aria-label={t('retention.segment.only')}
          checked={segment !== undefined}
          onChange={(isOn) => onChange(isOn ? everybody : undefined)}
        />
        <span>{t('retention.segment.only')}</span>
      </span>
      {segment && <Fields segment={segment} choices={choices} onChange={onChange} />}
    </>
  )
}

type FieldsProps = { segment: Segment; choices: SegmentChoices; onChange: (segment: Segment) => void }

function Fields({ segment, choices, onChange }: FieldsProps) {
  const change = (part: Partial<Segment>) => onChange({ ...segment, ...part })
  return (
    <div className="rg-retention-fields">
      <Many
        label={t('retention.segment.tiers')}
        value={segment.tierIds}
        options={choices.tiers}
        onChange={(tierIds) => change({ tierIds })}
      />
      <Many
        label={t('retention.segment.plans')}
        value={segment.planIds}
        options={choices.plans}
        onChange={(planIds) => change({ planIds })}
      />
      <Whole
        label={t('retention.segment.memberFrom')}
        value={segment.minMemberDays}
        most={36_600}
        onChange={(minMemberDays) => change({ minMemberDays })}
      />
      <Most
        label={t('retention.segment.memberUntil')}
        value={segment.maxMemberDays}
        onChange={(maxMemberDays) => change({ maxMemberDays })}
      />
      <Whole
        label={t('retention.segment.visitFrom')}
        value={segment.minDaysSinceVisit}
        most={36_600}
        onChange={(minDaysSinceVisit) => change({ minDaysSinceVisit })}
      />
      <Most
        label={t('retention.segment.visitUntil')}
        value={segment.maxDaysSinceVisit}
        onChange={(maxDaysSinceVisit) => change({ maxDaysSinceVisit })}
      />
      <Labelled label={t('retention.segment.paidUntil')}>
        <MoneyInput
          label={t('retention.segment.paidUntil')}
          value={segment.maxPaidCents}
          onChange={(maxPaidCents) => change({ maxPaidCents })}
        />
      </Labelled>
    </div>
  )
}

type ManyProps = { label: string; value: string[]; options: readonly Choice[]; onChange: (value: string[]) => void }

function Many({ label, value, options, onChange }: ManyProps) {
  return (
    <Labelled label={label}>
      <Select<string[]>
        mode="multiple"
        aria-label={label}
        value={value}
        placeholder={t('retention.segment.any')}
        options={[...options]}
        optionFilterProp="label"
        onChange={onChange}
      />
    </Labelled>
  )
}

/** An upper bound; empty is none. */
function Most({
  label,
  value,
  onChange,
}: {
  label: string
  value: number | null
  onChange: (value: number | null) => void
}) {
  return (
    <Labelled label={label}>
      <InputNumber<number>
        aria-label={label}
        value={value}
        min={0}
        max={36_600}
        precision={0}
        placeholder={t('retention.segment.noEnd')}
        onChange={onChange}
      />
    </Labelled>
  )
}
