import { Button, InputNumber } from 'antd'
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { api, useCommand } from '@staff/api'
import { MoneyInput, MoneyText, RefusalText, Section } from '@staff/ui'
import { tenderName } from '#console/cashier/tender-words.ts'
import { cashOf, denominationsOf } from '#modules/cashier/shift/count-rules.ts'
import { isCountable } from '#modules/cashier/shift/figure-rules.ts'
import { formatMoney } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { settingsQuery } from '#console/till/till-data.ts'
import { CountResult } from './count-result.tsx'
import { shiftChanges, type Counted, type Shift } from './shift-data.ts'

type CountSheetProps = {
  shift: Shift
  currency: string
  onBack: () => void
  /** At the desk a lost till's drawer is counted, too; what becomes of the count is decided there. */
  onCounted?: (counted: Counted) => void
}

/** Notes and coins by their number; beside them what a terminal or an app says. What should be there comes after. */
export function CountSheet({ shift, currency, onBack, onCounted }: CountSheetProps) {
  const [counted, setCounted] = useState<Counted | null>(null)
  const count = useCommand(api.shiftCount, {
    changes: shiftChanges,
    onSuccess: (answer) => (onCounted ? onCounted(answer) : setCounted(answer)),
  })
  if (counted) return <CountResult shift={shift} counted={counted} onRecount={() => setCounted(null)} />
  return (
    <CountForm
      shift={shift}
      currency={currency}
      isBusy={count.isPending}
      error={count.error}
      onBack={onBack}
      onSubmit={(denominations, tenders) => count.mutate({ shiftId: shift.id, denominations, tenders })}
    />
  )
}

type Denomination = { valueCents: number; pieces: number }
type Declared = { kind: string; method: string | null; countedCents: number }

type CountFormProps = {
  shift: Shift
  currency: string
  isBusy: boolean
  error: Error | null
  onBack: () => void
  onSubmit: (denominations: Denomination[], tenders: Declared[]) => void
}

function CountForm({ shift, currency, isBusy, error, onBack, onSubmit }: CountFormProps) {
  // Until the rounding is known, every coin can be counted.
  const rounding = useQuery(settingsQuery(shift.storeId)).data?.cashRounding
  const values = denominationsOf(currency, rounding?.stepCents)
  const [pieces, setPieces] = useState<ReadonlyMap<number, number>>(new Map())
  const [sumCents, setSumCents] = useState<number | null>(null)
  const [declared, setDeclared] = useState<ReadonlyMap<string, number | null>>(new Map())
  const denominations =
    values.length > 0
      ? [...pieces].map(([valueCents, count]) => ({ valueCents, pieces: count }))
      : [{ valueCents: 1, pieces: sumCents ?? 0 }]
  const means = shift.means.filter(isCountable)
  const submit = () =>
    onSubmit(
      denominations,
      means.flatMap((each) => {
        const countedCents = declared.get(tenderName(each)) ?? null
        return countedCents === null ? [] : [{ ...each, countedCents }]
      }),
    )
  return (
    <Section title={t('shifts.count.title')} actions={<Button onClick={onBack}>{t('shifts.count.back')}</Button>}>
      <form
        className="rg-count"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {values.length > 0 ? (
          <Pieces values={values} pieces={pieces} onChange={setPieces} />
        ) : (
          <MoneyInput value={sumCents} onChange={setSumCents} label={t('shifts.count.cash')} size="large" autoFocus />
        )}
        <p className="rg-count-total" role="status">
          {t('shifts.count.cash')} <MoneyText cents={cashOf(denominations)} strong />
        </p>
        {means.length > 0 && (
          <fieldset className="rg-count-means">
            <legend>{t('shifts.count.others')}</legend>
            {means.map((each) => (
              <label key={tenderName(each)}>
                <span>{tenderName(each)}</span>
                <MoneyInput
                  value={declared.get(tenderName(each)) ?? null}
                  onChange={(cents) => setDeclared(new Map(declared).set(tenderName(each), cents))}
                  label={tenderName(each)}
                />
              </label>
            ))}
            <small>{t('shifts.count.othersHint')}</small>
          </fieldset>
        )}
        <Button type="primary" size="large" block htmlType="submit" loading={isBusy}>
          {t('shifts.count.submit')}
        </Button>
        <RefusalText error={error} />
      </form>
    </Section>
  )
}

type PiecesProps = {
  values: readonly number[]
  pieces: ReadonlyMap<number, number>
  onChange: (pieces: ReadonlyMap<number, number>) => void
}

function Pieces({ values, pieces, onChange }: PiecesProps) {
  return (
    <ul className="rg-count-pieces">
      {values.map((valueCents, index) => {
        const count = pieces.get(valueCents) ?? null
        const face = formatMoney(valueCents)
        return (
          <li key={valueCents}>
            <span>{face}</span>
            <InputNumber
              aria-label={t('shifts.count.pieces', { face })}
              autoFocus={index === 0}
              size="large"
              min={0}
              max={100_000}
              precision={0}
              value={count}
              placeholder="0"
              onChange={(typed) => onChange(new Map(pieces).set(valueCents, typed ?? 0))}
            />
            <MoneyText cents={valueCents * (count ?? 0)} />
          </li>
        )
      })}
    </ul>
  )
}
