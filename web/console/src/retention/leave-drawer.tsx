import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input, Radio, Select, Skeleton } from 'antd'
import { useState } from 'react'
import { api, query, type ResponseOf, useCommand } from '@staff/api'
import { ConfirmDrawer, DangerButton, formatDay, formatMoney, RefusalText } from '@staff/ui'
import type { Answer } from '#modules/retention/flow-types.ts'
import { questionsAfter } from '#modules/retention/survey-rules.ts'
import { language, t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'
import { Consequences } from '#console/passes/cancel-drawer.tsx'
import { isLive, type PassDetails } from '#console/passes/pass-words.ts'
import { leaveChanges } from './leave-changes.ts'
import { LeaveOffers } from './leave-offers.tsx'
import { type Finished, LeavingReceipt } from './leaving-receipt.tsx'
import { MemberCode, type MemberYes } from './member-code.tsx'
import { leavingChanges } from './retention-words.ts'
import { StaffSurvey } from './staff-survey.tsx'
import { WaysBack } from './ways-back.tsx'
import './retention.css'

/** The button of a pass that somebody wants to leave at the counter or by phone, and the way out it opens. */
export function LeaveButton({ pass }: { pass: PassDetails }) {
  const may = useMay()
  const [isOpen, setIsOpen] = useState(false)
  const close = () => setIsOpen(false)
  if (!may('retention.serve')) return null
  return (
    <>
      {isLive(pass) && !pass.isCancelAsked && (
        <Button onClick={() => setIsOpen(true)}>{t('retention.leave.open')}</Button>
      )}
      <ConfirmDrawer open={isOpen} title={t('retention.leave.title', { pass: pass.name })} onClose={close} size="large">
        <WayOut pass={pass} onClose={close} />
      </ConfirmDrawer>
    </>
  )
}

type WayOutAnswer = ResponseOf<typeof api.wayOutGet>

/** What the member sees on the phone, read out by staff: the same quote, the same offers, the same way out. */
function WayOut({ pass, onClose }: { pass: PassDetails; onClose: () => void }) {
  const way = useQuery({
    ...query(api.wayOutGet, { passId: pass.id, memberId: pass.memberId }),
    ...{ retry: false, staleTime: 0 },
  })
  const [finished, setFinished] = useState<Finished | null>(null)
  if (finished) return <LeavingReceipt finished={finished} onClose={onClose} />
  if (way.error) return <RefusalText error={way.error} />
  if (!way.data) return <Skeleton active paragraph={{ rows: 6 }} />
  return <LeaveForm way={way.data} memberId={pass.memberId} onFinished={setFinished} onClose={onClose} />
}

const channels = ['counter', 'phone'] as const
const proofs = ['member_code', 'card', 'id_document', 'call_back'] as const

type Wish = {
  time: 'now' | 'period_end'
  channel: (typeof channels)[number]
  proof: (typeof proofs)[number] | null
  tail: string
  reasonCode: string | null
  note: string
  answers: Answer[]
}

type LeaveFormProps = {
  way: WayOutAnswer
  memberId: string
  onFinished: (finished: Finished) => void
  onClose: () => void
}

function LeaveForm({ way, memberId, onFinished, onClose }: LeaveFormProps) {
  const [wish, setWish] = useState<Wish>({
    ...{ time: 'now', channel: 'counter', proof: null, tail: '', reasonCode: null, note: '', answers: [] },
  })
  const change = (part: Partial<Wish>) => setWish((now) => ({ ...now, ...part }))
  /** Another reason has other offers: they are asked for again, and what was begun under the one before is given up. */
  const changeWhy = (part: Partial<Wish>) => {
    if ('reasonCode' in part) {
      forget()
      setYes(null)
    }
    change(part)
  }
  const quote = wish.time === 'period_end' && way.atEnd ? way.atEnd : way.now
  const [yes, setYes] = useState<MemberYes>(null)
  const { begun, begin, begunId, forget, finish, isBusy, error } = useLeaving({ way, memberId, wish, yes, onFinished })
  const isTailRead = wish.tail === '' || /^[0-9X]{4}$/.test(wish.tail)
  const isReady = wish.proof !== null && isTailRead && (!way.asksReason || wish.reasonCode !== null)
  return (
    <Form layout="vertical" component="div">
      <Form.Item label={t('retention.leave.time')}>
        <Radio.Group
          className="rg-retention-radios"
          value={wish.time}
          onChange={({ target }) => change({ time: target.value as Wish['time'] })}
          options={[
            { value: 'now', label: t('passes.time.now') },
            ...(way.atEnd
              ? [
                  {
                    value: 'period_end',
                    label: t('passes.time.period_end', { day: formatDay(way.atEnd.lastDay ?? '') }),
                  },
                ]
              : []),
          ]}
        />
      </Form.Item>
      <Consequences quote={quote} />
      <WaysBack back={quote.back} />
      <Recognised wish={wish} change={change} isLocked={begun !== null} isTailRead={isTailRead} />
      <Why way={way} wish={wish} change={changeWhy} />
      <StaffSurvey
        questions={questionsAfter(way.questions, wish.reasonCode)}
        answers={wish.answers}
        onChange={(answers) => change({ answers })}
      />
      {begun ? (
        <LeaveOffers leavingId={begun.leavingId} offers={begun.offers} answers={wish.answers} onClose={onClose} />
      ) : (
        <Form.Item extra={t('retention.leave.offersHint')}>
          <Button disabled={!isReady || isBusy} onClick={begin}>
            {t('retention.leave.showOffers')}
          </Button>
        </Form.Item>
      )}
      <MemberCode
        key={wish.reasonCode ?? 'none'}
        start={begunId}
        isReady={isReady && !isBusy}
        yes={yes}
        onYes={setYes}
      />
      <RefusalText error={error} />
      <DangerButton block disabled={!isReady || yes === null} isBusy={isBusy} onClick={finish}>
        {t('retention.leave.finish', { amount: formatMoney(quote.refundCents) })}
      </DangerButton>
    </Form>
  )
}

type LeavingHook = {
  way: WayOutAnswer
  memberId: string
  wish: Wish
  yes: MemberYes
  onFinished: (finished: Finished) => void
}

/** Begins once, by the offers' button or by finishing; then finishes with the print of what was shown. */
function useLeaving({ way, memberId, wish, yes, onFinished }: LeavingHook) {
  const [begun, setBegun] = useState<ResponseOf<typeof api.leavingCreate> | null>(null)
  const create = useCommand(api.leavingCreate, { changes: leavingChanges, onSuccess: setBegun })
  const end = useCommand(api.leavingFinish, { changes: leaveChanges, onSuccess: onFinished })
  const { time, channel, proof, tail, reasonCode, note, answers } = wish
  const said = { reasonCode, note }
  const start = () =>
    create.mutateAsync({
      ...{ memberId, passId: way.passId, channel, ...said },
      proof: { kind: proof ?? 'member_code', ...(tail && { tail }) },
    })
  const { fingerprint } = time === 'period_end' && way.atEnd ? way.atEnd : way.now
  const leave = async () => {
    try {
      const { leavingId } = begun ?? (await start())
      const without = yes && 'withoutCode' in yes ? yes : {}
      await end.mutateAsync({ leavingId, time, fingerprint, answers, ...said, ...without })
    } catch {
      // Both commands show their own refusal; what was begun stays begun.
    }
  }
  return {
    begun,
    begunId: async () => (begun ?? (await start())).leavingId,
    forget: () => setBegun(null),
    begin: () => void start().catch(() => undefined),
    finish: () => void leave(),
    isBusy: create.isPending || end.isPending,
    error: end.error ?? create.error,
  }
}

type FieldsProps = { wish: Wish; change: (part: Partial<Wish>) => void }

/** By phone nobody can show anything: they are called back, which at the counter proves nothing. */
const proofsOf = (channel: Wish['channel']) => proofs.filter((kind) => (kind === 'call_back') === (channel === 'phone'))

const reached = (channel: Wish['channel']): Pick<Wish, 'channel' | 'proof'> => ({
  ...{ channel, proof: channel === 'phone' ? 'call_back' : null },
})

/** How it was seen who is leaving: a kind and four digits at most, never a document. */
function Recognised({ wish, change, isLocked, isTailRead }: FieldsProps & { isLocked: boolean; isTailRead: boolean }) {
  return (
    <>
      <Form.Item label={t('retention.leave.channel')}>
        <Radio.Group
          disabled={isLocked}
          value={wish.channel}
          onChange={({ target }) => change(reached(target.value as Wish['channel']))}
          options={channels.map((value) => ({ value, label: t(`retention.leave.channelOf.${value}`) }))}
        />
      </Form.Item>
      <Form.Item
        label={t('retention.leave.proof')}
        extra={t(wish.channel === 'phone' ? 'retention.leave.callBackHint' : 'retention.leave.proofHint')}
        required
      >
        <div className="rg-retention-when">
          <Select
            aria-label={t('retention.leave.proof')}
            disabled={isLocked || wish.channel === 'phone'}
            value={wish.proof}
            placeholder={t('retention.leave.proofChoose')}
            onChange={(proof) => change({ proof })}
            options={proofsOf(wish.channel).map((value) => ({ value, label: t(`retention.leave.proofOf.${value}`) }))}
          />
          <Input
            aria-label={t('retention.leave.tail')}
            disabled={isLocked}
            placeholder={t('retention.leave.tail')}
            maxLength={4}
            autoComplete="off"
            status={isTailRead ? '' : 'error'}
            value={wish.tail}
            onChange={({ target }) => change({ tail: target.value.trim().toUpperCase() })}
          />
        </div>
      </Form.Item>
    </>
  )
}

function Why({ way, wish, change }: FieldsProps & { way: WayOutAnswer }) {
  const label = t(way.asksReason ? 'retention.leave.why' : 'retention.leave.whyIfSaid')
  return (
    <Form.Item label={label} required={way.asksReason}>
      <div className="rg-retention-when">
        <Select
          aria-label={label}
          allowClear
          value={wish.reasonCode}
          placeholder={t('retention.noReason')}
          onChange={(reasonCode: string | undefined) => change({ reasonCode: reasonCode ?? null })}
          options={way.reasons.map(({ code, words }) => ({ value: code, label: words[language()] }))}
        />
        <Input
          aria-label={t('retention.leave.note')}
          placeholder={t('retention.leave.note')}
          maxLength={500}
          value={wish.note}
          onChange={({ target }) => change({ note: target.value })}
        />
      </div>
    </Form.Item>
  )
}
