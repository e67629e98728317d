import { DeleteOutlined } from '@ant-design/icons'
import { Button, Input, InputNumber, Select, Switch } from 'antd'
import { useState } from 'react'
import { api, useCommand } from '@staff/api'
import { MoneyInput, RefusalText } from '@staff/ui'
import type { Benefit, GiftBenefit, GiftPeriod } from '#modules/tiers/programme-rules.ts'
import { t } from '#app/i18n.ts'
import { Labelled, WholeInput } from './editor-inputs.tsx'
import { useTierChoices } from './use-tier-names.ts'

type BenefitEditorProps = {
  benefit: Benefit
  tierId: string | null
  onChange: (benefit: Benefit) => void
  onRemove: () => void
}

/** One benefit of a level, with the figures of its kind. */
export function BenefitEditor({ benefit, tierId, onChange, onRemove }: BenefitEditorProps) {
  const { kind } = benefit
  return (
    <div className="rg-tiers-benefit" role="group" aria-label={t(`tiers.kind.${kind}`)}>
      <div className="rg-tiers-benefit-head">
        <strong>{t(`tiers.kind.${kind}`)}</strong>
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          aria-label={t('tiers.editor.removeBenefit', { kind: t(`tiers.kind.${kind}`) })}
          onClick={onRemove}
        />
      </div>
      <div className="rg-tiers-fields">
        {kind === 'member_price' && tierId && (
          <PriceListField
            tierId={tierId}
            value={benefit.priceListId}
            onChange={(priceListId) => onChange({ ...benefit, priceListId })}
          />
        )}
        {kind === 'points_times' && (
          <Labelled label={t('tiers.editor.times')}>
            <InputNumber
              aria-label={t('tiers.editor.times')}
              value={benefit.timesBps / 10_000}
              min={1.1}
              max={10}
              step={0.5}
              onChange={(times) => onChange({ ...benefit, timesBps: Math.round((times ?? 2) * 10_000) })}
            />
          </Labelled>
        )}
        {'templateId' in benefit && <GiftFields benefit={benefit} onChange={onChange} />}
        {kind === 'queue_rank' && (
          <WholeInput
            label={t('tiers.editor.rank')}
            value={benefit.rank}
            least={1}
            most={9}
            onChange={(rank) => onChange({ ...benefit, rank })}
          />
        )}
        {kind === 'early_access' && (
          <WholeInput
            label={t('tiers.editor.hours')}
            value={benefit.hours}
            least={1}
            most={720}
            onChange={(hours) => onChange({ ...benefit, hours })}
          />
        )}
        {kind === 'named' && (
          <Labelled label={t('tiers.editor.benefitName')}>
            <Input
              aria-label={t('tiers.editor.benefitName')}
              value={benefit.name}
              maxLength={60}
              onChange={(event) => onChange({ ...benefit, name: event.target.value })}
            />
          </Labelled>
        )}
      </div>
    </div>
  )
}

const periods: readonly GiftPeriod[] = ['month', 'quarter', 'year']

function GiftFields({ benefit, onChange }: { benefit: GiftBenefit; onChange: (benefit: Benefit) => void }) {
  const { coupons, isLoading } = useTierChoices()
  return (
    <>
      <Labelled label={t('tiers.editor.coupon')}>
        <Select
          aria-label={t('tiers.editor.coupon')}
          loading={isLoading}
          value={isLoading ? null : benefit.templateId}
          onChange={(templateId) => onChange({ ...benefit, templateId })}
          options={coupons
            .filter(({ stoppedAt, couponTemplateId }) => stoppedAt === null || couponTemplateId === benefit.templateId)
            .map(({ couponTemplateId, name }) => ({ value: couponTemplateId, label: name }))}
        />
      </Labelled>
      <WholeInput
        label={t('tiers.editor.quantity')}
        value={benefit.quantity}
        least={1}
        most={20}
        onChange={(quantity) => onChange({ ...benefit, quantity })}
      />
      {benefit.kind === 'gift' && (
        <>
          <Labelled label={t('tiers.editor.every')}>
            <Select<GiftPeriod>
              aria-label={t('tiers.editor.every')}
              value={benefit.every}
              onChange={(every) => onChange({ ...benefit, every })}
              options={periods.map((value) => ({ value, label: t(`tiers.every.${value}`) }))}
            />
          </Labelled>
          <Labelled label={t('tiers.editor.automatic')}>
            <Switch
              aria-label={t('tiers.editor.automatic')}
              checked={benefit.isAutomatic}
              onChange={(isAutomatic) => onChange({ ...benefit, isAutomatic })}
            />
          </Labelled>
        </>
      )}
      {benefit.kind === 'birthday_gift' && (
        <WholeInput
          label={t('tiers.editor.daysBefore')}
          value={benefit.daysBefore}
          most={30}
          onChange={(daysBefore) => onChange({ ...benefit, daysBefore })}
        />
      )}
      <Labelled label={t('tiers.editor.cost')}>
        <MoneyInput
          label={t('tiers.editor.cost')}
          value={benefit.costCents}
          onChange={(cents) => onChange({ ...benefit, costCents: cents ?? 0 })}
        />
      </Labelled>
    </>
  )
}

/** The level's price list: one that is there, or a new one with a rate for everything. */
function PriceListField({
  tierId,
  value,
  onChange,
}: {
  tierId: string
  value: string
  onChange: (id: string) => void
}) {
  const { priceLists } = useTierChoices()
  const [percent, setPercent] = useState(95)
  const create = useCommand(api.priceListCreate, {
    changes: [api.priceListList],
    onSuccess: ({ priceListId }) => onChange(priceListId),
  })
  const own = priceLists.filter((list) => list.tierId === tierId)
  if (own.length === 0) {
    return (
      <>
        <WholeInput label={t('tiers.editor.percent')} value={percent} least={1} most={99} onChange={setPercent} />
        <div className="rg-tiers-field">
          <span>{t('tiers.editor.noList')}</span>
          <Button
            loading={create.isPending}
            onClick={() =>
              create.mutate({
                ...{ name: t('tiers.editor.listName', { percent }), kind: 'member', storeId: null, tierId },
                ...{ startsAt: null, endsAt: null, rateBps: percent * 100 },
              })
            }
          >
            {t('tiers.editor.makeList')}
          </Button>
          <RefusalText error={create.error} />
        </div>
      </>
    )
  }
  return (
    <Labelled label={t('tiers.editor.list')}>
      <Select
        aria-label={t('tiers.editor.list')}
        value={own.some(({ id }) => id === value) ? value : null}
        onChange={(id) => id && onChange(id)}
        options={own.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Labelled>
  )
}
