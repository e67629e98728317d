import { useQuery } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import { useState } from 'react'
import { api, query, type InputOf, useCommand } from '@staff/api'
import { CommandForm, ConfirmDrawer, Facts, formatDay, listText, RefusalText, SubmitButton, useNotice } from '@staff/ui'
import { type SpecialKind, specialKinds } from '#modules/rewards/special-rules.ts'
import { addDays, isDay, localDay } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'
import { useStore } from '#app/session.ts'
import { mostWords } from './special-words.ts'

type Terms = Omit<InputOf<typeof api.rewardSpecialPreview>, 'prices'> & { prices: Record<string, number> }

const shownDays = 12

/** Publishes a special: what it would do is shown while it is put together. */
export function SpecialDrawer({ onClose }: { onClose: () => void }) {
  const { timeZone } = useStore()
  const today = localDay(new Date(), timeZone)
  const [terms, setTerms] = useState<Terms>(() => freshTerms('rescue', today))
  const notice = useNotice()
  const body = { ...terms, prices: Object.entries(terms.prices).map(([rewardId, points]) => ({ rewardId, points })) }
  const publish = useCommand(api.rewardSpecialCreate, {
    changes: [api.rewardSpecialList],
    onSuccess: () => (onClose(), notice.done(t('rewards.specials.published'))),
  })
  const set = (change: Partial<Terms>) => setTerms({ ...terms, ...change })
  return (
    <ConfirmDrawer open title={t('rewards.specials.add')} onClose={onClose} size="large">
      <CommandForm command={publish} onSubmit={() => publish.mutate(body)}>
        <div className="rg-reward-kinds" role="group" aria-label={t('rewards.mall.kind')}>
          {specialKinds.map((kind) => (
            <button
              key={kind}
              type="button"
              aria-pressed={kind === terms.kind}
              onClick={() => setTerms({ ...freshTerms(kind, today), name: terms.name })}
            >
              {t(`rewards.specials.kind.${kind}`)}
            </button>
          ))}
        </div>
        <p className="rg-special-about">{t(`rewards.specials.about.${terms.kind}`)}</p>
        <TextInput
          id="special-name"
          label={t('rewards.mall.name')}
          value={terms.name}
          onChange={(name) => set({ name })}
        />
        <Days terms={terms} today={today} set={set} />
        <What terms={terms} set={set} />
        {terms.kind !== 'worth' && <Prices terms={terms} set={set} />}
        <NumberInput
          id="special-budget"
          label={t('rewards.specials.budget')}
          hint={t('rewards.specials.budgetHint')}
          value={terms.budgetPoints}
          onChange={(budgetPoints) => set({ budgetPoints })}
        />
        <Outlook body={body} />
        <SubmitButton block needed={[terms.name.trim() === '' && t('rewards.mall.name')]}>
          {t('rewards.specials.publish')}
        </SubmitButton>
      </CommandForm>
    </ConfirmDrawer>
  )
}

function freshTerms(kind: SpecialKind, today: string): Terms {
  const base = {
    kind,
    name: '',
    fromDay: today,
    weekDays: null,
    minEnding: 0,
    tillRateBps: null,
    budgetPoints: null,
    prices: {},
  }
  if (kind === 'day') return { ...base, toDay: addDays(today, 90), monthDays: [18], withinDays: null, rateBps: 8_000 }
  const span = { toDay: addDays(today, 30), monthDays: null }
  return kind === 'rescue'
    ? { ...base, ...span, withinDays: 30, rateBps: 7_000 }
    : { ...base, ...span, withinDays: 7, rateBps: 12_000 }
}

type PartProps = { terms: Terms; set: (change: Partial<Terms>) => void }

function Days({ terms, today, set }: PartProps & { today: string }) {
  const dayInput = (name: 'fromDay' | 'toDay', label: string) => (
    <Form.Item label={label} htmlFor={`special-${name}`}>
      <Input
        id={`special-${name}`}
        type="date"
        required
        min={today}
        value={terms[name]}
        onChange={(event) => isDay(event.target.value) && set({ [name]: event.target.value })}
      />
    </Form.Item>
  )
  return (
    <>
      <div className="rg-field-row">
        {dayInput('fromDay', t('rewards.specials.fromDay'))}
        {dayInput('toDay', t('rewards.specials.toDay'))}
      </div>
      {terms.kind === 'day' && (
        <div className="rg-field-row">
          <Form.Item label={t('rewards.specials.onMonthDays')} htmlFor="special-month-days">
            <Select
              id="special-month-days"
              mode="multiple"
              placeholder={t('rewards.specials.everyDay')}
              options={Array.from({ length: 31 }, (_, index) => ({ value: index + 1, label: String(index + 1) }))}
              value={terms.monthDays ?? []}
              onChange={(monthDays: number[]) => set({ monthDays: monthDays.length > 0 ? monthDays : null })}
            />
          </Form.Item>
          <Form.Item label={t('rewards.specials.onWeekDays')} htmlFor="special-week-days">
            <Select
              id="special-week-days"
              mode="multiple"
              placeholder={t('rewards.specials.everyDay')}
              options={([1, 2, 3, 4, 5, 6, 7] as const).map((value) => ({
                value,
                label: t(`rewards.specials.weekday.${value}`),
              }))}
              value={terms.weekDays ?? []}
              onChange={(weekDays: number[]) => set({ weekDays: weekDays.length > 0 ? weekDays : null })}
            />
          </Form.Item>
        </div>
      )}
    </>
  )
}

function What({ terms, set }: PartProps) {
  return (
    <>
      {terms.kind !== 'day' && (
        <div className="rg-field-row">
          <NumberInput
            id="special-within"
            label={t('rewards.specials.within')}
            value={terms.withinDays}
            onChange={(withinDays) => set({ withinDays: withinDays ?? 1 })}
          />
          <NumberInput
            id="special-least"
            label={t('rewards.specials.least')}
            value={terms.minEnding}
            onChange={(minEnding) => set({ minEnding: minEnding ?? 0 })}
          />
        </div>
      )}
      <NumberInput
        id="special-rate"
        label={t(terms.kind === 'worth' ? 'rewards.specials.worthRate' : 'rewards.specials.rate')}
        hint={t(terms.kind === 'worth' ? 'rewards.specials.worthRateHint' : 'rewards.specials.rateHint')}
        value={terms.rateBps === null ? null : Math.round(terms.rateBps / 100)}
        onChange={(percent) => set({ rateBps: percent ? percent * 100 : null })}
      />
      {terms.kind === 'day' && (
        <NumberInput
          id="special-till-rate"
          label={t('rewards.specials.tillRate')}
          hint={t('rewards.specials.tillRateHint')}
          value={terms.tillRateBps === null ? null : terms.tillRateBps / 100}
          onChange={(percent) => set({ tillRateBps: percent ? Math.round(percent * 100) : null })}
        />
      )}
    </>
  )
}

/** Own prices of single rewards: those that a rescue alone shows need one, where there is no rate. */
function Prices({ terms, set }: PartProps) {
  const rewards = useQuery(query(api.rewardList, {})).data?.items.filter(({ isStopped }) => !isStopped) ?? []
  if (rewards.length === 0) return null
  const priceTo = (rewardId: string, points: number | null) => {
    const { [rewardId]: _before, ...rest } = terms.prices
    set({ prices: points ? { ...rest, [rewardId]: points } : rest })
  }
  return (
    <fieldset className="rg-special-prices">
      <legend>{t('rewards.specials.prices')}</legend>
      {rewards.map(({ id, name, points, isRescueOnly }) => (
        <label key={id}>
          <span>
            {name} {isRescueOnly && <small>{t('rewards.mall.rescueOnlyShort')}</small>}
          </span>
          <span className="rg-faint">{t('rewards.mall.pointsOnly', { count: points })}</span>
          <Input
            inputMode="numeric"
            placeholder={terms.rateBps === null ? '–' : String(Math.ceil((points * terms.rateBps) / 10_000))}
            value={terms.prices[id] ?? ''}
            onChange={(event) =>
              /^\d{0,9}$/.test(event.target.value) && priceTo(id, Number(event.target.value) || null)
            }
          />
        </label>
      ))}
    </fieldset>
  )
}

/** What it would do: its days, for whom, and what it may cost. */
function Outlook({ body }: { body: InputOf<typeof api.rewardSpecialPreview> }) {
  const named = { ...body, name: body.name.trim() || '–' }
  const answer = useQuery({ ...query(api.rewardSpecialPreview, named), retry: false, staleTime: 0 })
  const outlook = answer.isError ? undefined : answer.data
  return (
    <section className="rg-special-outlook" aria-live="polite">
      {answer.isError && <RefusalText error={answer.error} />}
      {outlook && (
        <>
          <h3>{t('rewards.specials.outlook')}</h3>
          <Facts
            rows={[
              [
                t('rewards.specials.dayCount', { count: outlook.days.length }),
                listText(outlook.days.slice(0, shownDays).map(formatDay)) +
                  (outlook.days.length > shownDays ? ' …' : ''),
              ],
              ...(outlook.audience
                ? ([
                    [
                      t('rewards.specials.audience'),
                      t('rewards.specials.audienceText', {
                        count: outlook.audience.members,
                        points: outlook.audience.points,
                      }),
                    ],
                  ] as [string, string][])
                : []),
              ...(body.kind === 'worth'
                ? []
                : ([[t('rewards.specials.cheaper'), cheaperWords(outlook.rewards)]] as [string, string][])),
              ...(outlook.likelyPoints === null
                ? []
                : ([[t('rewards.specials.likely'), likelyWords(outlook.likelyPoints, outlook.likelyTillPoints)]] as [
                    string,
                    string,
                  ][])),
              [t('rewards.specials.most'), mostWords(outlook)],
            ]}
          />
        </>
      )}
    </section>
  )
}

function likelyWords(count: number, tillPoints: number): string {
  const words = t('rewards.mall.pointsOnly', { count })
  return tillPoints === 0 ? words : `${words}${t('rewards.specials.likelyTill', { count: tillPoints })}`
}

const shownRewards = 4

function cheaperWords(rewards: readonly { name: string; points: number; specialPoints: number }[]): string {
  if (rewards.length === 0) return t('rewards.specials.nothingCheaper')
  const words = rewards
    .slice(0, shownRewards)
    .map(({ name, points, specialPoints }) => `${name} ${points} → ${specialPoints}`)
  return words.join('；') + (rewards.length > shownRewards ? ' …' : '')
}

type InputProps<Value> = { id: string; label: string; hint?: string; value: Value; onChange: (value: Value) => void }

function TextInput({ id, label, value, onChange }: InputProps<string>) {
  return (
    <Form.Item label={label} htmlFor={id}>
      <Input id={id} maxLength={60} value={value} onChange={(event) => onChange(event.target.value)} />
    </Form.Item>
  )
}

function NumberInput({ id, label, hint, value, onChange }: InputProps<number | null>) {
  return (
    <Form.Item label={label} htmlFor={id} extra={hint}>
      <Input
        id={id}
        inputMode="numeric"
        value={value ?? ''}
        onChange={(event) =>
          /^\d{0,9}$/.test(event.target.value) &&
          onChange(event.target.value === '' ? null : Number(event.target.value))
        }
      />
    </Form.Item>
  )
}
