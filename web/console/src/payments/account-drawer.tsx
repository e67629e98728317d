import { Form } from 'antd'
import { useState } from 'react'
import { api, useCommand } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  DangerButton,
  Facts,
  SelectField,
  SubmitButton,
  TextField,
  useNotice,
} from '@staff/ui'
import { paymentProviders, type PaymentProvider } from '#modules/payments/payment-rules.ts'
import { providerFields } from '#modules/payments/provider-fields-rules.ts'
import { t, type SentenceKey } from '#app/i18n.ts'
import { useSession } from '#app/session.ts'
import type { Account } from './accounts-page.tsx'
import { KeyField } from './key-field.tsx'
import { providerName } from './payment-words.ts'

type AccountDrawerProps = { account: Account | 'new' | null; onClose: () => void }
type Fields = { name: string; baseUrl: string; storeId?: string } & Record<string, string>

/** Opens an account or changes one. Secrets are only ever written: an empty field keeps what is there. */
export function AccountDrawer({ account, onClose }: AccountDrawerProps) {
  const existing = account === null || account === 'new' ? null : account
  const [chosen, setChosen] = useState<PaymentProvider>('wechat_pay')
  const provider = existing?.provider ?? chosen
  return (
    <ConfirmDrawer
      open={account !== null}
      title={t(existing ? 'payments.accounts.edit' : 'payments.accounts.add')}
      onClose={onClose}
      size="large"
    >
      {!existing && (
        <Form layout="vertical">
          <div className="rg-paycode-ways" role="group" aria-label={t('payments.providerTitle')}>
            {paymentProviders.map((each) => (
              <button key={each} type="button" aria-pressed={each === provider} onClick={() => setChosen(each)}>
                {providerName(each)}
              </button>
            ))}
          </div>
        </Form>
      )}
      <AccountForm key={provider} provider={provider} existing={existing} onClose={onClose} />
    </ConfirmDrawer>
  )
}

type AccountFormProps = { provider: PaymentProvider; existing: Account | null; onClose: () => void }

function AccountForm({ provider, existing, onClose }: AccountFormProps) {
  const notice = useNotice()
  const { stores } = useSession()
  const done = { onSuccess: () => (onClose(), notice.done(t('payments.accounts.saved'))) }
  const create = useCommand(api.providerAccountCreate, done)
  const change = useCommand(api.providerAccountChange, done)
  const close = useCommand(api.providerAccountClose, { onSuccess: onClose })
  const { fields, baseUrl } = providerFields[provider]
  const submit = ({ name, baseUrl, storeId, ...given }: Fields) => {
    const known = Object.entries(given).filter(([field, value]) => Object.hasOwn(fields, field) && value)
    const input = { provider, name, baseUrl, fields: Object.fromEntries(known) }
    if (existing) change.mutate({ providerAccountId: existing.id, storeId: existing.storeId, ...input })
    else create.mutate({ storeId: storeId ?? null, ...input })
  }
  return (
    <>
      <CommandForm<unknown, unknown, Fields>
        command={(existing ? change : create) as typeof create as never}
        initial={
          existing
            ? { ...existing.settings, name: existing.name, baseUrl: existing.baseUrl }
            : { baseUrl, name: providerName(provider) }
        }
        onSubmit={submit}
      >
        <TextField name="name" label={t('payments.accounts.name')} maxLength={60} />
        {!existing && stores.length > 1 && (
          <SelectField
            name="storeId"
            label={t('payments.store')}
            isOptional
            placeholder={t('payments.accounts.everyStore')}
            options={stores.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        {Object.entries(fields).map(([field, { isSecret, isKey }]) =>
          isSecret || isKey ? (
            <KeyField
              key={field}
              name={field}
              label={t(`payments.field.${field}` as SentenceKey)}
              isKept={existing !== null && isSecret}
            />
          ) : (
            <TextField key={field} name={field} label={t(`payments.field.${field}` as SentenceKey)} maxLength={100} />
          ),
        )}
        <TextField
          name="baseUrl"
          label={t('payments.accounts.baseUrl')}
          hint={t('payments.accounts.baseUrlHint')}
          maxLength={300}
        />
        {existing && <Facts rows={[[t('payments.accounts.noticeUrl'), existing.noticeUrl]]} />}
        <SubmitButton>{t('payments.accounts.save')}</SubmitButton>
      </CommandForm>
      {existing && (
        <CommandForm command={close} onSubmit={() => close.mutate({ providerAccountId: existing.id })}>
          <DangerButton>{t('payments.accounts.close')}</DangerButton>
        </CommandForm>
      )}
    </>
  )
}
