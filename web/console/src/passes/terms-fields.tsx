import { useQuery } from '@tanstack/react-query'
import { Checkbox, Input, Segmented, Select } from 'antd'
import { api, query } from '@staff/api'
import type { Benefit, BookingTerms, PlanTerms, Span } from '#modules/passes/plan-types.ts'
import { localDay } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'
import { useStore } from '#app/session.ts'
import { MoneyField } from '#console/coupons/money-field.tsx'
import { Whole } from '#console/promotions/number-inputs.tsx'
import { spanUnits } from './pass-words.ts'

type TermsProps = { terms: PlanTerms; onChange: (terms: Partial<PlanTerms>) => void }

/** For how long a plan is good, and what may become of it: freezing, giving away, renewing, family, benefits. */
export function TermsFields({ terms, onChange }: TermsProps) {
  const { freeze, transfer, renewal, family } = terms
  return (
    <>
      <PeriodFields terms={terms} onChange={onChange} />
      <Switchable
        label={t('passes.terms.freeze')}
        isOn={freeze !== null}
        onSwitch={(isOn) => onChange({ freeze: isOn ? { maxDays: 60, maxTimes: 2, minDays: 7, feeCents: 0 } : null })}
      >
        {freeze && (
          <>
            <Whole
              label={t('passes.terms.maxTimes')}
              max={50}
              value={freeze.maxTimes}
              onChange={(maxTimes) => onChange({ freeze: { ...freeze, maxTimes } })}
            />
            <Whole
              label={t('passes.terms.maxDays')}
              max={3650}
              value={freeze.maxDays}
              onChange={(maxDays) => onChange({ freeze: { ...freeze, maxDays } })}
            />
            <Whole
              label={t('passes.terms.minDays')}
              max={3650}
              value={freeze.minDays}
              onChange={(minDays) => onChange({ freeze: { ...freeze, minDays } })}
            />
            <MoneyField
              label={t('passes.terms.fee')}
              cents={freeze.feeCents}
              onChange={(cents) => onChange({ freeze: { ...freeze, feeCents: cents ?? 0 } })}
            />
          </>
        )}
      </Switchable>
      <Switchable
        label={t('passes.terms.transfer')}
        isOn={transfer !== null}
        onSwitch={(isOn) => onChange({ transfer: isOn ? { feeCents: 0 } : null })}
      >
        {transfer && (
          <MoneyField
            label={t('passes.terms.fee')}
            cents={transfer.feeCents}
            onChange={(cents) => onChange({ transfer: { feeCents: cents ?? 0 } })}
          />
        )}
      </Switchable>
      <Switchable
        label={t('passes.terms.renewal')}
        isOn={renewal !== null}
        onSwitch={(isOn) => onChange({ renewal: isOn ? { lockDays: 30, isAuto: false, noticeDays: 7 } : null })}
      >
        {renewal && (
          <>
            <Whole
              label={t('passes.terms.lockDays')}
              min={0}
              max={365}
              value={renewal.lockDays}
              onChange={(lockDays) => onChange({ renewal: { ...renewal, lockDays } })}
            />
            <Whole
              label={t('passes.terms.noticeDays')}
              min={5}
              max={60}
              value={renewal.noticeDays}
              onChange={(noticeDays) => onChange({ renewal: { ...renewal, noticeDays } })}
            />
            <Checkbox
              checked={renewal.isAuto}
              onChange={(event) => onChange({ renewal: { ...renewal, isAuto: event.target.checked } })}
            >
              {t('passes.terms.auto')}
            </Checkbox>
          </>
        )}
      </Switchable>
      <Switchable
        label={t('passes.terms.family')}
        isOn={family !== null}
        onSwitch={(isOn) => onChange({ family: isOn ? { maxPeople: 2, unitsPerPerson: null } : null })}
      >
        {family && (
          <>
            <Whole
              label={t('passes.terms.maxPeople')}
              max={20}
              value={family.maxPeople}
              onChange={(maxPeople) => onChange({ family: { ...family, maxPeople } })}
            />
            <Whole
              label={t('passes.terms.perPerson')}
              max={100_000}
              value={family.unitsPerPerson}
              placeholder={t('passes.quota.none')}
              onClear={() => onChange({ family: { ...family, unitsPerPerson: null } })}
              onChange={(unitsPerPerson) => onChange({ family: { ...family, unitsPerPerson } })}
            />
          </>
        )}
      </Switchable>
      <BookingFields terms={terms} onChange={onChange} />
      <Benefits benefits={terms.benefits} onChange={(benefits) => onChange({ benefits })} />
    </>
  )
}

/** Until when a booking is called off for nothing, and what becomes of the visit of who does not come. */
function BookingFields({ terms: { booking }, onChange }: TermsProps) {
  return (
    <Switchable
      label={t('passes.terms.booking')}
      isOn={booking !== undefined}
      onSwitch={(isOn) => onChange({ booking: isOn ? { freeHours: 4, absence: 'counts' } : undefined })}
    >
      {booking && (
        <>
          <div className="rg-terms-field">
            <span className="rg-terms-label">{t('passes.terms.absence')}</span>
            <Segmented<BookingTerms['absence']>
              aria-label={t('passes.terms.absence')}
              options={(['counts', 'returned'] as const).map((value) => ({
                value,
                label: t(`passes.terms.absences.${value}`),
              }))}
              value={booking.absence}
              onChange={(absence) => onChange({ booking: { ...booking, absence } })}
            />
          </div>
          {booking.absence === 'counts' && (
            <Whole
              label={t('passes.terms.freeHours')}
              min={0}
              max={720}
              value={booking.freeHours}
              onChange={(freeHours) => onChange({ booking: { ...booking, freeHours } })}
            />
          )}
        </>
      )}
    </Switchable>
  )
}

type SwitchableProps = { label: string; isOn: boolean; onSwitch: (isOn: boolean) => void; children: React.ReactNode }

function Switchable({ label, isOn, onSwitch, children }: SwitchableProps) {
  return (
    <fieldset className="rg-terms-group">
      <Checkbox checked={isOn} onChange={(event) => onSwitch(event.target.checked)}>
        <strong>{label}</strong>
      </Checkbox>
      {isOn && <div className="rg-terms-row">{children}</div>}
    </fieldset>
  )
}

function PeriodFields({ terms: { validity, activation }, onChange }: TermsProps) {
  const { timeZone } = useStore()
  return (
    <fieldset className="rg-terms-group">
      <legend>{t('passes.terms.period')}</legend>
      <div className="rg-terms-row">
        <Whole
          label={t('passes.terms.validity')}
          max={3650}
          value={validity?.count ?? null}
          placeholder={t('passes.until.never')}
          onClear={() => onChange({ validity: null })}
          onChange={(count) => onChange({ validity: { unit: validity?.unit ?? 'year', count } })}
        />
        <label className="rg-terms-field">
          <span className="rg-terms-label">{t('passes.terms.unit')}</span>
          <Select<Span['unit']>
            value={validity?.unit ?? 'year'}
            disabled={validity === null}
            options={spanUnits.map((unit) => ({ value: unit, label: t(`passes.span.${unit}`) }))}
            onChange={(unit) => onChange({ validity: { unit, count: validity?.count ?? 1 } })}
          />
        </label>
      </div>
      <Segmented<PlanTerms['activation']['kind']>
        options={(['on_sale', 'first_use', 'fixed'] as const).map((kind) => ({
          value: kind,
          label: t(`passes.activation.${kind}`),
        }))}
        value={activation.kind}
        onChange={(kind) =>
          onChange({
            activation:
              kind === 'first_use'
                ? { kind, latestDays: 90 }
                : kind === 'fixed'
                  ? { kind, day: localDay(new Date(), timeZone) }
                  : { kind },
          })
        }
      />
      {activation.kind === 'first_use' && (
        <Whole
          label={t('passes.activation.latest')}
          max={3650}
          value={activation.latestDays}
          onChange={(latestDays) => onChange({ activation: { kind: 'first_use', latestDays } })}
        />
      )}
      {activation.kind === 'fixed' && (
        <label className="rg-terms-field">
          <span className="rg-terms-label">{t('passes.activation.day')}</span>
          <Input
            type="date"
            required
            value={activation.day}
            onChange={(event) => onChange({ activation: { kind: 'fixed', day: event.target.value } })}
          />
        </label>
      )}
    </fieldset>
  )
}

/** Prices of a list, priority, an earlier beginning. A quota of gifts is a part that is a gift. */
function Benefits({ benefits, onChange }: { benefits: readonly Benefit[]; onChange: (benefits: Benefit[]) => void }) {
  const { data: lists } = useQuery({ ...query(api.priceListList, {}), staleTime: 60_000 })
  const forPasses = (lists?.items ?? []).filter(({ kind }) => kind === 'pass')
  const chosen = benefits.flatMap((each) => (each.kind === 'price_list' ? [each.priceListId] : []))
  const others = benefits.filter(({ kind }) => kind !== 'price_list')
  const level = others.find((each) => each.kind === 'priority')
  const early = others.find((each) => each.kind === 'early_access')
  const without = (kind: Benefit['kind']) => benefits.filter((each) => each.kind !== kind)
  return (
    <fieldset className="rg-terms-group">
      <legend>{t('passes.terms.benefits')}</legend>
      <Select
        mode="multiple"
        allowClear
        value={chosen}
        placeholder={t('passes.benefit.priceList')}
        aria-label={t('passes.benefit.priceList')}
        notFoundContent={t('passes.benefit.noLists')}
        options={forPasses.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(ids: string[]) =>
          onChange([...others, ...ids.map((priceListId) => ({ kind: 'price_list' as const, priceListId }))])
        }
      />
      <div className="rg-terms-row">
        <Whole
          label={t('passes.benefit.priority')}
          max={9}
          value={level?.level ?? null}
          placeholder={t('passes.benefit.none')}
          onClear={() => onChange(without('priority'))}
          onChange={(next) => onChange([...without('priority'), { kind: 'priority', level: next }])}
        />
        <Whole
          label={t('passes.benefit.early')}
          max={720}
          value={early?.hours ?? null}
          placeholder={t('passes.benefit.none')}
          onClear={() => onChange(without('early_access'))}
          onChange={(hours) => onChange([...without('early_access'), { kind: 'early_access', hours }])}
        />
      </div>
    </fieldset>
  )
}
