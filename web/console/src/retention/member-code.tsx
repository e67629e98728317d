import { Button, Form, Input, Select, Switch } from 'antd'
import { useState } from 'react'
import { api, useCommand } from '@staff/api'
import { RefusalText, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'

const whys = ['no_phone', 'phone_lost', 'no_signal'] as const
export type WithoutCode = (typeof whys)[number]

/** The member's own yes: a code from their phone that was right, or why there is none; null: not yet. */
export type MemberYes = { isConfirmed: true } | { withoutCode: WithoutCode } | null

type MemberCodeProps = {
  /** Sets out to leave where nobody has yet: the code belongs to one leaving. */
  start: () => Promise<string>
  isReady: boolean
  yes: MemberYes
  onYes: (yes: MemberYes) => void
}

export function MemberCode({ start, isReady, yes, onYes }: MemberCodeProps) {
  const [leavingId, setLeavingId] = useState<string | null>(null)
  const [code, setCode] = useState('')
  const [isWithout, setIsWithout] = useState(false)
  const send = useCommand(api.leavingConfirmationSend, { changes: [] })
  const confirm = useCommand(api.leavingConfirm, {
    changes: [],
    onSuccess: () => onYes({ isConfirmed: true }),
    onRefused: () => setCode(''),
  })
  const ask = async () => {
    try {
      const id = await start()
      setLeavingId(id)
      send.mutate({ leavingId: id })
    } catch {
      // Setting out shows its own refusal.
    }
  }
  if (yes && 'isConfirmed' in yes) {
    return (
      <Form.Item label={t('retention.leave.code.title')}>
        <StatusTag tone="good">{t('retention.leave.code.done')}</StatusTag>
      </Form.Item>
    )
  }
  return (
    <Form.Item label={t('retention.leave.code.title')} extra={t('retention.leave.code.hint')} required>
      <div className="rg-retention-code">
        <Button disabled={!isReady || isWithout} loading={send.isPending} onClick={() => void ask()}>
          {t(send.isSuccess ? 'retention.leave.code.again' : 'retention.leave.code.send')}
        </Button>
        {leavingId && send.isSuccess && !isWithout && (
          <>
            <Input
              aria-label={t('retention.leave.code.enter')}
              placeholder={t('retention.leave.code.enter')}
              inputMode="numeric"
              autoComplete="off"
              maxLength={6}
              value={code}
              onChange={({ target }) => setCode(target.value.normalize('NFKC').replace(/\D/g, ''))}
            />
            <Button
              disabled={code.length !== 6}
              loading={confirm.isPending}
              onClick={() => confirm.mutate({ leavingId, code })}
            >
              {t('retention.leave.code.confirm')}
            </Button>
          </>
        )}
      </div>
      <RefusalText error={confirm.error ?? send.error} />
      <div className="rg-retention-code">
        <span className="rg-retention-switched">
          <Switch
            aria-label={t('retention.leave.code.without')}
            checked={isWithout}
            onChange={(isOn) => {
              setIsWithout(isOn)
              onYes(null)
            }}
          />
          <span>{t('retention.leave.code.without')}</span>
        </span>
        {isWithout && (
          <Select<WithoutCode>
            aria-label={t('retention.leave.code.withoutWhy')}
            placeholder={t('retention.leave.code.withoutWhy')}
            value={yes?.withoutCode ?? null}
            onChange={(withoutCode) => onYes({ withoutCode })}
            options={whys.map((value) => ({ value, label: t(`retention.leave.code.whyOf.${value}`) }))}
          />
        )}
      </div>
    </Form.Item>
  )
}
