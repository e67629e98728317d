import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons'
import { Button, Input, Select, Switch } from 'antd'
import { MoneyInput, StatusTag } from '@staff/ui'
import { cutsPrice } from '#modules/retention/flow-rules.ts'
import type { OfferKind, OfferRule, Reason } from '#modules/retention/flow-types.ts'
import { language, t } from '#app/i18n.ts'
import { type CouponChoice, CouponSelect, Labelled, Percent, Whole } from './flow-inputs.tsx'
import { offerKinds, termsOf } from './new-offer.ts'
import { type SegmentChoices, SegmentEditor } from './segment-editor.tsx'

type OfferEditorProps = {
  offer: OfferRule
  place: number
  isLast: boolean
  reasons: readonly Reason[]
  coupons: readonly CouponChoice[]
  choices: SegmentChoices
  onChange: (offer: OfferRule) => void
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}

/** One offer of the flow: what it gives, to whom, what it may cost, and its place in the order. */
export function OfferEditor(props: OfferEditorProps) {
  const { offer, place, isLast, onChange, onMove, onRemove } = props
  const change = (part: Partial<OfferRule>) => onChange({ ...offer, ...part })
  const { terms } = offer
  return (
    <li className="rg-retention-offer">
      <div className="rg-retention-offer-head">
        <strong>{t('retention.flow.offerNumber', { number: place + 1 })}</strong>
        <StatusTag tone={cutsPrice(terms) ? 'warn' : 'info'}>
          {t(cutsPrice(terms) ? 'retention.flow.costsMargin' : 'retention.flow.keepsPrice')}
        </StatusTag>
        <span className="rg-retention-offer-tools">
          <Button
            type="text"
            icon={<ArrowUpOutlined />}
            aria-label={t('retention.flow.up')}
            disabled={place === 0}
            onClick={() => onMove(-1)}
          />
          <Button
            type="text"
            icon={<ArrowDownOutlined />}
            aria-label={t('retention.flow.down')}
            disabled={isLast}
            onClick={() => onMove(1)}
          />
          <Button
            type="text"
            danger
            icon={<DeleteOutlined />}
            aria-label={t('retention.flow.remove')}
            onClick={onRemove}
          />
        </span>
      </div>
      <div className="rg-retention-fields">
        <What {...props} />
        <WordsInputs words={offer.words} onChange={(words) => change({ words })} />
      </div>
      <div className="rg-retention-fields">
        <ForWhom {...props} />
        <Cost offer={offer} change={change} />
      </div>
      <SegmentEditor segment={offer.segment} choices={props.choices} onChange={(segment) => change({ segment })} />
    </li>
  )
}

function What({ offer, coupons, choices, onChange }: OfferEditorProps) {
  const { terms } = offer
  const label = t('retention.flow.kind')
  return (
    <>
      <Labelled label={label}>
        <Select<OfferKind>
          aria-label={label}
          value={terms.kind}
          onChange={(kind) => onChange({ ...offer, terms: termsOf(kind) })}
          options={offerKinds.map((value) => ({ value, label: t(`retention.kind.${value}`) }))}
        />
      </Labelled>
      {'days' in terms && (
        <Whole
          label={t('retention.flow.days')}
          value={terms.days}
          least={1}
          most={366}
          onChange={(days) => onChange({ ...offer, terms: { ...terms, days } })}
        />
      )}
      {terms.kind === 'downgrade' && (
        <Labelled label={t('retention.flow.smaller')} hint={t('retention.flow.smallerHint')}>
          <Select<string>
            aria-label={t('retention.flow.smaller')}
            value={terms.planId ?? null}
            status={terms.planId ? '' : 'error'}
            options={[...choices.plans]}
            onChange={(planId) => onChange({ ...offer, terms: { ...terms, planId } })}
          />
        </Labelled>
      )}
      {'templateId' in terms && (
        <CouponSelect
          label={t('retention.flow.coupon')}
          value={terms.templateId}
          choices={coupons}
          onChange={(templateId) => onChange({ ...offer, terms: { ...terms, templateId } })}
        />
      )}
    </>
  )
}

function ForWhom({ offer, reasons, onChange }: OfferEditorProps) {
  const label = t('retention.flow.forReasons')
  return (
    <>
      <Labelled label={label}>
        <Select<string[]>
          mode="multiple"
          aria-label={label}
          value={offer.reasons}
          placeholder={t('retention.flow.anyReason')}
          onChange={(chosen) => onChange({ ...offer, reasons: chosen })}
          options={reasons.map(({ code, words }) => ({ value: code, label: words[language()] || code }))}
        />
      </Labelled>
      <Labelled label={t('retention.flow.minPaid')}>
        <MoneyInput
          label={t('retention.flow.minPaid')}
          value={offer.minPaidCents}
          onChange={(cents) => onChange({ ...offer, minPaidCents: cents ?? 0 })}
        />
      </Labelled>
      <Whole
        label={t('retention.flow.minDays')}
        value={offer.minDaysHeld}
        most={3_660}
        onChange={(minDaysHeld) => onChange({ ...offer, minDaysHeld })}
      />
    </>
  )
}

function Cost({ offer, change }: { offer: OfferRule; change: (part: Partial<OfferRule>) => void }) {
  const { costCents, maxCostBps, monthlyBudgetCents, validHours } = offer
  return (
    <>
      <Labelled label={t('retention.flow.cost')}>
        <MoneyInput
          label={t('retention.flow.cost')}
          value={costCents}
          onChange={(cents) => change({ costCents: cents ?? 0 })}
        />
      </Labelled>
      <Percent
        label={t('retention.flow.maxCost')}
        value={maxCostBps}
        onChange={(value) => change({ maxCostBps: value })}
      />
      <Labelled label={t('retention.flow.budget')}>
        <span className="rg-retention-switched">
          <Switch
            aria-label={t('retention.flow.budget')}
            checked={monthlyBudgetCents !== null}
            onChange={(isOn) => change({ monthlyBudgetCents: isOn ? 100_000 : null })}
          />
          {monthlyBudgetCents === null ? (
            <span className="rg-faint">{t('retention.flow.noBudget')}</span>
          ) : (
            <MoneyInput
              label={t('retention.flow.budget')}
              value={monthlyBudgetCents}
              onChange={(cents) => change({ monthlyBudgetCents: cents ?? 0 })}
            />
          )}
        </span>
      </Labelled>
      <Whole
        label={t('retention.flow.validHours')}
        value={validHours}
        least={1}
        most={720}
        onChange={(hours) => change({ validHours: hours })}
      />
    </>
  )
}

type WordsInputsProps = { words: Reason['words']; onChange: (words: Reason['words']) => void }

/** The sentence that members read, in both languages. */
export function WordsInputs({ words, onChange }: WordsInputsProps) {
  return (
    <>
      {(['zh', 'en'] as const).map((tongue) => (
        <Labelled key={tongue} label={t(`retention.flow.words.${tongue}`)}>
          <Input
            aria-label={t(`retention.flow.words.${tongue}`)}
            maxLength={60}
            value={words[tongue]}
            status={words[tongue].trim() === '' ? 'error' : ''}
            onChange={({ target }) => onChange({ ...words, [tongue]: target.value })}
          />
        </Labelled>
      ))}
    </>
  )
}
