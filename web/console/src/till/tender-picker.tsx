import {
  AlipayCircleOutlined,
  CreditCardOutlined,
  StarOutlined,
  WalletOutlined,
  WechatOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import { formatMoney, KeyHint } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { dayFor, mostPoints, worthOf, type RedeemRule } from '#modules/points/redeem-rules.ts'
import { timesWords } from '#console/cashier/tender-words.ts'
import { newId } from '#shared/ids.ts'
import { leftBesideCash, pointsWorth, suggestedStored, toCollectCents, type Payment } from './tender-rules.ts'

/** One way of paying that is not cash: its key, what it would pay now, and what choosing it does. */
export type TenderChoice = {
  name: string
  label: string
  key: string
  icon: ReactNode
  hint: string | null
  isChosen: boolean
  isPossible: boolean
  choose: () => void
}

type ChoiceFacts = {
  payment: Payment
  netCents: number
  storedCents: number
  points: number
  rule: RedeemRule | null
  /** Providers that the store has set up: there the money is asked for, elsewhere the cashier's word is taken. Null: not known yet. */
  providers: readonly string[] | null
  onChange: (payment: Payment) => void
  /** Asks a provider for what is left to pay. */
  onAsk: (amountCents: number) => void
}

const methods = [
  { method: 'wechat', provider: 'wechat_pay', key: 'F7', icon: <WechatOutlined /> },
  { method: 'alipay', provider: 'alipay', key: 'F8', icon: <AlipayCircleOutlined /> },
  { method: 'card', provider: 'card_terminal', key: 'F10', icon: <CreditCardOutlined /> },
] as const

type Provider = (typeof methods)[number]['provider']

/** How the till calls what a provider took. */
export function methodOf(provider: Provider): string {
  return methods.find((each) => each.provider === provider)!.method
}

/** Each way takes what is left to pay beside the cash that was counted; chosen again, it is taken away. */
export function useTenderChoices(facts: ChoiceFacts): TenderChoice[] {
  const { payment, netCents, rule, providers, onChange, onAsk } = facts
  const leftCents = toCollectCents(netCents, payment, rule)
  const others = methods.map(({ method, provider, key, icon }): TenderChoice => {
    const isAsked = providers?.includes(provider) ?? false
    const askedCents = leftBesideCash(leftCents, payment)
    const mine = payment.others.find((other) => other.method === method && !other.paymentId && !other.carriedTenderId)
    return {
      name: method,
      label: t(`till.method.${method}`),
      key,
      icon,
      hint: isAsked ? t('till.asked') : null,
      isChosen: mine !== undefined,
      isPossible: mine !== undefined || (leftCents > 0 && providers !== null),
      choose: () => {
        if (isAsked) return onAsk(askedCents)
        onChange({
          ...payment,
          others: mine
            ? payment.others.filter((other) => other !== mine)
            : [...payment.others, { tenderId: newId(), method, amountCents: askedCents }],
        })
      },
    }
  })
  return [...storedChoice(facts), ...pointsChoice(facts), ...others]
}

function storedChoice({ payment, netCents, storedCents, rule, onChange }: ChoiceFacts): TenderChoice[] {
  if (storedCents <= 0) return []
  const isChosen = payment.storedCents !== null
  const besides = toCollectCents(netCents, { ...payment, storedCents: null }, rule)
  return [
    {
      name: 'stored',
      label: t('till.storedValue'),
      key: 'F5',
      icon: <WalletOutlined />,
      hint: t('till.available', { amount: formatMoney(storedCents) }),
      isChosen,
      isPossible: isChosen || besides > 0,
      choose: () => onChange({ ...payment, storedCents: isChosen ? null : Math.min(storedCents, besides) || null }),
    },
  ]
}

/** The best use of points is the most that the rule allows here; stored value, where it was offered, pays the rest. */
function pointsChoice({ payment, netCents, storedCents, points, rule, onChange }: ChoiceFacts): TenderChoice[] {
  const most = rule ? mostPoints(rule, netCents, points) : 0
  if (!rule || (most === 0 && payment.points === null)) return []
  const isChosen = payment.points !== null
  return [
    {
      name: 'points',
      label: t('till.points'),
      key: 'F6',
      icon: <StarOutlined />,
      hint: pointsHint(rule, most),
      isChosen,
      isPossible: true,
      choose: () => {
        const next = isChosen ? null : most
        const stored =
          payment.storedCents === null ? null : suggestedStored(netCents, storedCents, pointsWorth(rule, next))
        onChange({ ...payment, points: next, storedCents: stored })
      },
    },
  ]
}

/** What the most of them would pay, and the redemption day that makes it more. */
function pointsHint(rule: RedeemRule, most: number): string {
  const use = t('till.pointsUse', { count: most, amount: formatMoney(worthOf(rule, most)) })
  const day = dayFor(rule, most)
  return day ? `${use} · ${t('till.redeemDay', { name: day.name, times: timesWords(day.rateBps) })}` : use
}

export function TenderPicker({ choices }: { choices: readonly TenderChoice[] }) {
  return (
    <div className="rg-pay-choices" role="group" aria-label={t('till.otherTender')}>
      {choices.map(({ name, label, key, icon, hint, isChosen, isPossible, choose }) => (
        <button key={name} type="button" aria-pressed={isChosen} disabled={!isPossible} onClick={choose}>
          <span aria-hidden="true">{icon}</span>
          <span className="rg-pay-choice">
            {label}
            {hint && <small>{hint}</small>}
          </span>
          <KeyHint keys={[key]} />
        </button>
      ))}
    </div>
  )
}
