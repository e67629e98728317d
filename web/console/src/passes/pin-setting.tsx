import { Button, Input } from 'antd'
import { useState } from 'react'
import { api, useCommand } from '@staff/api'
import { RefusalText, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'

/** The number by which a member without card or phone proves a visit: set by the member at the counter, never shown again. */
export function PinSetting({ memberId }: { memberId: string }) {
  const notice = useNotice()
  const [pin, setPin] = useState('')
  const set = useCommand(api.passPinSet, {
    onSuccess: () => {
      setPin('')
      notice.done(t('passes.pin.done'))
    },
  })
  if (!useMay()('passes.change')) return null
  return (
    <section className="rg-pass-pin">
      <h3>{t('passes.pin.title')}</h3>
      <p className="rg-faint">{t('passes.pin.text')}</p>
      <form
        className="rg-use-pin"
        onSubmit={(event) => {
          event.preventDefault()
          set.mutate({ memberId, pin })
        }}
      >
        <Input.Password
          value={pin}
          maxLength={6}
          inputMode="numeric"
          autoComplete="new-password"
          aria-label={t('passes.pin.new')}
          placeholder={t('passes.pin.new')}
          onChange={(event) => setPin(event.target.value.replace(/\D/g, ''))}
        />
        <Button htmlType="submit" loading={set.isPending} disabled={pin.length < 4}>
          {t('passes.pin.set')}
        </Button>
      </form>
      <RefusalText error={set.error} />
    </section>
  )
}
