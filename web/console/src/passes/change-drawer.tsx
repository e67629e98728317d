import { useQuery } from '@tanstack/react-query'
import { Button, Form, Select, Skeleton } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { api, query } from '@staff/api'
import { ConfirmDrawer, Facts, formatMoney, RefusalText } from '@staff/ui'
import { planDifferences } from '#modules/passes/plan-words-rules.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import type { ResponseOf } from '@staff/api'
import { FormulaText } from './formula-text.tsx'
import type { PassDetails } from './pass-words.ts'
import { useWording } from './use-wording.ts'

type ChangeDrawerProps = { open: boolean; pass: PassDetails; onClose: () => void }
type Quote = ResponseOf<typeof api.passChangeQuote>

/** Going over to another plan: what differs in plain words, what is left of the old one, what is due; booked at the till. */
export function ChangeDrawer({ open, pass, onClose }: ChangeDrawerProps) {
  return (
    <ConfirmDrawer open={open} size="large" title={t('passes.change.open')} onClose={onClose}>
      <ChangeForm pass={pass} />
    </ConfirmDrawer>
  )
}

function ChangeForm({ pass }: { pass: PassDetails }) {
  const navigate = useNavigate()
  const [planId, setPlanId] = useState<string | null>(null)
  const plans = useQuery({ ...query(api.planList, {}), staleTime: 60_000 }).data?.items ?? []
  const others = plans.filter((plan) => !plan.isStopped && plan.planId !== pass.planId)
  const quote = useQuery({
    ...query(api.passChangeQuote, { passId: pass.id, planId: planId ?? '' }),
    enabled: planId !== null,
    retry: false,
  })
  const { data } = quote
  return (
    <Form layout="vertical">
      <Form.Item label={t('passes.change.to')}>
        <Select
          value={planId}
          placeholder={t('passes.change.choose')}
          aria-label={t('passes.change.to')}
          options={others.map((plan) => ({
            value: plan.planId,
            label: `${plan.name} · ${formatMoney(plan.priceCents)}`,
          }))}
          onChange={(id: string) => setPlanId(id)}
        />
      </Form.Item>
      {planId && quote.isPending && <Skeleton active />}
      <RefusalText error={quote.error} />
      {data && (
        <>
          <Differences quote={data} />
          <FormulaText formula={data.formula} refundCents={data.creditCents} />
          <Facts
            rows={[
              [t('passes.change.price'), formatMoney(data.priceCents)],
              [t('passes.change.credit'), formatMoney(-data.creditCents)],
              [
                t(data.dueCents >= 0 ? 'passes.change.due' : 'passes.change.back'),
                <strong key="due">{formatMoney(Math.abs(data.dueCents))}</strong>,
              ],
            ]}
          />
          {data.saleId && planId && (
            <Button
              type="primary"
              block
              onClick={() => void navigate(paths.passChange({ saleId: data.saleId!, passId: pass.id, planId }))}
            >
              {t('passes.change.atTill')}
            </Button>
          )}
          <p className="rg-faint">{t('passes.change.text')}</p>
        </>
      )}
    </Form>
  )
}

function Differences({ quote }: { quote: Quote }) {
  const wording = useWording(quote.before.terms, quote.after.terms)
  return (
    <table className="rg-differences">
      <thead>
        <tr>
          <th scope="col">{t('passes.change.about')}</th>
          <th scope="col">{quote.before.name}</th>
          <th scope="col">{quote.after.name}</th>
        </tr>
      </thead>
      <tbody>
        {planDifferences(quote.before, quote.after, wording).map(({ about, before, after }) => (
          <tr key={about}>
            <th scope="row">{about}</th>
            <td>{before ?? '–'}</td>
            <td>{after ?? '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
