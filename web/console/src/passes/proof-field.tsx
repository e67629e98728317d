import { Button, Input } from 'antd'
import { useState } from 'react'
import { api, useCommand } from '@staff/api'
import { RefusalText, StatusTag } from '@staff/ui'
import { refusalSentence } from '#app/refusal-sentence.ts'
import { t } from '#app/i18n.ts'

/** How a member showed who they are: the server's own record of it, which the visit names. */
export type Proof = { pinCheckId: string } | { identificationId: string }

type ProofFieldProps = { memberId: string; proof: Proof | null; onProof: (proof: Proof) => void }

/** Four to six digits are the member's number; anything else is what a scanner read: the rotating code, or a card. */
const isPin = (shown: string) => /^\d{4,6}$/.test(shown)

/** A phone number that somebody knows shows nothing. */
const isShown = (by: string) => by === 'code' || by === 'card'

/** One field for all that a member can show: the code on their phone or their card, scanned, or a number that they say. */
export function ProofField({ memberId, proof, onProof }: ProofFieldProps) {
  const [shown, setShown] = useState('')
  const checkPin = useCommand(api.passPinCheck, {
    onSuccess: ({ pinCheckId }) => {
      setShown('')
      if (pinCheckId) onProof({ pinCheckId })
    },
  })
  const identify = useCommand(api.memberIdentificationCreate, {
    onSuccess: (found) => {
      setShown('')
      if (found.memberId === memberId && isShown(found.by)) onProof({ identificationId: found.identificationId })
    },
  })
  if (proof) {
    return (
      <StatusTag tone="good">{t('pinCheckId' in proof ? 'passes.till.pinRight' : 'passes.till.codeRight')}</StatusTag>
    )
  }
  const check = () => {
    const text = shown.trim()
    if (text === '') return
    if (isPin(text)) checkPin.mutate({ memberId, pin: text })
    else identify.mutate({ shown: text })
  }
  const isOther = identify.data && identify.data.memberId !== memberId
  const isNoCode = identify.data && !isOther && !isShown(identify.data.by)
  return (
    <div className="rg-use-pin">
      <Input.Password
        value={shown}
        size="large"
        maxLength={100}
        autoComplete="off"
        visibilityToggle={false}
        placeholder={t('passes.till.proofHint')}
        aria-label={t('passes.till.proof')}
        onChange={(event) => setShown(event.target.value)}
        onPressEnter={check}
      />
      {shown && (
        <Button size="large" loading={checkPin.isPending || identify.isPending} onClick={check}>
          {t('passes.till.pinCheck')}
        </Button>
      )}
      {checkPin.data && !checkPin.data.pinCheckId && (
        <small className="rg-refusal">{t('passes.till.pinWrong', { left: checkPin.data.triesLeft })}</small>
      )}
      {isOther && <small className="rg-refusal">{refusalSentence('pass_shown_by_other', {})}</small>}
      {isNoCode && <small className="rg-refusal">{t('passes.till.codeNeeded')}</small>}
      <RefusalText error={checkPin.error ?? identify.error} />
    </div>
  )
}
