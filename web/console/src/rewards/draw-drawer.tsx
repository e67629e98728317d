import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api, query, useCommand } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  MoneyField,
  ReasonField,
  SelectField,
  SubmitButton,
  TextField,
  useNotice,
  WholeNumberField,
} from '@staff/ui'
import { endOfLocalDay, isDay, localDay, startOfLocalDay } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'
import { useStore } from '#app/session.ts'

type Fields = {
  name: string
  rules: string
  costPoints: number
  dayMost: number
  firstDay: string
  lastDay: string
} & Record<string, string | number | null | undefined>

/** Publishes a draw: its prizes and odds stand from then on. */
export function DrawDrawer({ onClose }: { onClose: () => void }) {
  const notice = useNotice()
  const { timeZone } = useStore()
  const [prizes, setPrizes] = useState(1)
  const rewards = useQuery(query(api.rewardList, {})).data?.items ?? []
  const publish = useCommand(api.drawPublish, {
    onSuccess: () => (onClose(), notice.done(t('rewards.draws.published'))),
  })
  const today = localDay(new Date(), timeZone)
  const dayOr = (text: string) => (isDay(text.trim()) ? text.trim() : today)
  const submit = (fields: Fields) => {
    const list = Array.from({ length: prizes }, (_, index) => {
      const of = (name: string) => fields[`${name}${index}`]
      const rewardId = typeof of('reward') === 'string' && of('reward') ? String(of('reward')) : null
      return {
        ...{ name: String(of('prize') ?? ''), kind: rewardId ? ('reward' as const) : ('points' as const) },
        points: rewardId ? null : Number(of('points') ?? 0) || null,
        ...{ couponTemplateId: null, rewardId },
        worthCents: Number(of('worth') ?? 0),
        oddsPpm: Math.round(Number(String(of('odds') ?? '0').replace('%', '')) * 10_000),
        total: Number(of('total') ?? 1),
      }
    })
    publish.mutate({
      ...{ name: fields.name, rules: fields.rules, costPoints: fields.costPoints, dayMost: fields.dayMost },
      startsAt: startOfLocalDay(dayOr(fields.firstDay), timeZone).toISOString(),
      endsAt: endOfLocalDay(dayOr(fields.lastDay), timeZone).toISOString(),
      prizes: list,
    })
  }
  return (
    <ConfirmDrawer open title={t('rewards.draws.add')} onClose={onClose} size="large">
      <CommandForm<unknown, unknown, Fields>
        command={publish as never}
        initial={{ costPoints: 10, dayMost: 3, firstDay: today, lastDay: today }}
        onSubmit={submit}
      >
        <TextField name="name" label={t('rewards.mall.name')} maxLength={60} />
        <ReasonField name="rules" label={t('rewards.draws.rules')} />
        <div className="rg-field-row">
          <WholeNumberField name="costPoints" label={t('rewards.draws.cost')} />
          <WholeNumberField name="dayMost" label={t('rewards.draws.dayMost')} />
          <TextField type="date" name="firstDay" label={t('rewards.draws.firstDay')} />
          <TextField type="date" name="lastDay" label={t('rewards.draws.lastDay')} />
        </div>
        {Array.from({ length: prizes }, (_, index) => (
          <div
            key={index}
            className="rg-reward-prize"
            role="group"
            aria-label={t('rewards.draws.prizeNo', { number: index + 1 })}
          >
            <TextField
              name={`prize${index}`}
              label={t('rewards.draws.prizeNo', { number: index + 1 })}
              maxLength={60}
            />
            <div className="rg-field-row">
              <SelectField
                name={`reward${index}`}
                label={t('rewards.draws.asReward')}
                isOptional
                options={rewards
                  .filter(({ isStopped, kind }) => !isStopped && kind !== 'coupon')
                  .map(({ id, name }) => ({ value: id, label: name }))}
              />
              <WholeNumberField name={`points${index}`} label={t('rewards.draws.asPoints')} isOptional />
            </div>
            <div className="rg-field-row">
              <TextField
                name={`odds${index}`}
                label={t('rewards.draws.odds')}
                hint={t('rewards.draws.oddsHint')}
                maxLength={8}
              />
              <WholeNumberField name={`total${index}`} label={t('rewards.draws.total')} />
              <MoneyField name={`worth${index}`} label={t('rewards.draws.worth')} hint={t('rewards.draws.worthHint')} />
            </div>
          </div>
        ))}
        <p>
          <Button onClick={() => setPrizes((before) => Math.min(20, before + 1))}>{t('rewards.draws.addPrize')}</Button>
        </p>
        <SubmitButton>{t('rewards.draws.publish')}</SubmitButton>
      </CommandForm>
    </ConfirmDrawer>
  )
}
