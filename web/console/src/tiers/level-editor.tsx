import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Dropdown, Input } from 'antd'
import { MoneyInput, Section, TierBadge } from '@staff/ui'
import type { Benefit, Measure } from '#modules/tiers/programme-rules.ts'
import { t } from '#app/i18n.ts'
import { BenefitEditor } from './benefit-editor.tsx'
import { Labelled, WholeInput } from './editor-inputs.tsx'
import { newBenefit } from './new-programme.ts'
import { useTierChoices } from './use-tier-names.ts'

type Edited = { name: string; colour: number; units?: number; benefits: Benefit[] }

type LevelEditorProps = {
  level: Edited
  /** Null: the base level, which asks for nothing. */
  measure: Measure | null
  tierId: string | null
  onChange: (level: Edited) => void
  onRemove?: () => void
}

const colours = [0, 1, 2, 3, 4, 5] as const
const kinds = [
  'member_price',
  'points_times',
  'gift',
  'upgrade_gift',
  'birthday_gift',
  'queue_rank',
  'early_access',
  'named',
] as const
const notForBase: ReadonlySet<string> = new Set(['member_price', 'points_times', 'upgrade_gift'])
const onlyOnce: ReadonlySet<string> = new Set(['points_times', 'queue_rank', 'early_access'])

/** One level: its name and shade, what it asks for, what it gives. */
export function LevelEditor({ level, measure, tierId, onChange, onRemove }: LevelEditorProps) {
  const { name, colour, units = 0, benefits } = level
  return (
    <Section
      title={<TierBadge name={name || '–'} level={colour} />}
      actions={
        onRemove && (
          <Button type="text" danger icon={<DeleteOutlined />} onClick={onRemove}>
            {t('tiers.editor.removeLevel')}
          </Button>
        )
      }
    >
      <div className="rg-tiers-fields">
        <Labelled label={t('tiers.editor.name')}>
          <Input
            aria-label={t('tiers.editor.name')}
            value={name}
            maxLength={20}
            onChange={(event) => onChange({ ...level, name: event.target.value })}
          />
        </Labelled>
        {measure === 'spend' && (
          <Labelled label={t('tiers.editor.units.spend')}>
            <MoneyInput
              label={t('tiers.editor.units.spend')}
              value={units}
              onChange={(cents) => onChange({ ...level, units: cents ?? 0 })}
            />
          </Labelled>
        )}
        {measure !== null && measure !== 'spend' && (
          <WholeInput
            label={t(`tiers.editor.units.${measure}`)}
            value={units}
            onChange={(value) => onChange({ ...level, units: value })}
          />
        )}
        <Labelled label={t('tiers.editor.colour')}>
          <span className="rg-tiers-colours" role="radiogroup" aria-label={t('tiers.editor.colour')}>
            {colours.map((shade) => (
              <button
                key={shade}
                type="button"
                role="radio"
                aria-checked={shade === colour}
                aria-label={t('tiers.editor.shade', { number: shade + 1 })}
                className={`rg-tier rg-tier-${shade}`}
                onClick={() => onChange({ ...level, colour: shade })}
              />
            ))}
          </span>
        </Labelled>
      </div>
      <Benefits benefits={benefits} tierId={tierId} onChange={(next) => onChange({ ...level, benefits: next })} />
    </Section>
  )
}

type BenefitsProps = {
  benefits: Benefit[]
  tierId: string | null
  onChange: (benefits: Benefit[]) => void
}

function Benefits({ benefits, tierId, onChange }: BenefitsProps) {
  const { coupons, priceLists } = useTierChoices()
  const own = priceLists.filter((list) => list.tierId === tierId && tierId !== null)
  const choices = {
    templateId: coupons.find(({ stoppedAt }) => stoppedAt === null)?.couponTemplateId,
    priceListId: own[0]?.id,
  }
  const has = new Set(benefits.map(({ kind }) => kind))
  const offered = kinds.filter(
    (kind) => !(tierId === null && notForBase.has(kind)) && !(onlyOnce.has(kind) && has.has(kind)),
  )
  return (
    <div className="rg-tiers-benefits">
      {benefits.map((benefit) => (
        <BenefitEditor
          key={benefit.benefitId}
          benefit={benefit}
          tierId={tierId}
          onChange={(next) => onChange(benefits.map((each) => (each.benefitId === benefit.benefitId ? next : each)))}
          onRemove={() => onChange(benefits.filter((each) => each.benefitId !== benefit.benefitId))}
        />
      ))}
      <Dropdown
        trigger={['click']}
        menu={{
          items: offered.map((kind) => ({
            key: kind,
            label: t(`tiers.kind.${kind}`),
            disabled: kind !== 'member_price' && newBenefit(kind, choices) === null,
          })),
          onClick: ({ key }) => {
            const kind = kinds.find((each) => each === key)!
            // A price list of the level's own may be made in the benefit itself.
            const made = newBenefit(
              kind,
              kind === 'member_price' ? { ...choices, priceListId: choices.priceListId ?? '' } : choices,
            )
            if (made) onChange([...benefits, made])
          },
        }}
      >
        <Button icon={<PlusOutlined />}>{t('tiers.editor.addBenefit')}</Button>
      </Dropdown>
    </div>
  )
}
