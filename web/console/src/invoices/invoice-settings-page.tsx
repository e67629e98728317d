import { useSuspenseQuery } from '@tanstack/react-query'
import { Form, Input } from 'antd'
import { useState } from 'react'
import { api, query, useCommand } from '@staff/api'
import { CommandForm, Page, Section, SubmitButton, SwitchField, TextField, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { SettingsTabs } from '#console/settings/settings-tabs.tsx'
import { useFormField } from '#console/ui/form-context.ts'
import '#console/settings/settings.css'

const settingsQuery = () => query(api.invoiceSettingsGet, {})

export async function loader() {
  await queryClient.ensureQueryData(settingsQuery())
  return null
}

type Fields = {
  isOn: boolean
  baseUrl: string
  appKey: string
  secretKey?: string
  sellerTaxNumber: string
  defaultTaxClassCode: string
}

/** Through whom and as whom the shop makes out e-invoices. The secret is only ever written. */
export function InvoiceSettingsPage() {
  const { hasSecret, ...settings } = useSuspenseQuery(settingsQuery()).data
  const notice = useNotice()
  const [saves, setSaves] = useState(0)
  const save = useCommand(api.invoiceSettingsSave, {
    onSuccess: () => (setSaves((before) => before + 1), notice.done(t('invoices.settings.saved'))),
  })
  const submit = ({ secretKey, ...fields }: Fields) => save.mutate({ ...fields, ...(secretKey ? { secretKey } : {}) })
  return (
    <Page title={t('settings.title')} lead={t('invoices.settings.lead')}>
      <SettingsTabs />
      <Section title={t('invoices.settings.title')}>
        {/* A form of its own after each save: the secret does not stay in its field. */}
        <CommandForm<unknown, unknown, Fields>
          key={saves}
          command={save as never}
          initial={save.variables ? { ...save.variables, secretKey: '' } : settings}
          onSubmit={submit}
        >
          <SwitchField name="isOn" label={t('invoices.settings.isOn')} hint={t('invoices.settings.isOnHint')} />
          <TextField
            name="sellerTaxNumber"
            label={t('invoices.settings.sellerTaxNumber')}
            hint={t('invoices.settings.taxNumberHint')}
            maxLength={30}
          />
          <TextField
            name="defaultTaxClassCode"
            label={t('invoices.settings.taxClass')}
            hint={t('invoices.settings.taxClassHint')}
            maxLength={19}
          />
          <TextField name="baseUrl" label={t('invoices.settings.baseUrl')} placeholder="https://" maxLength={300} />
          <TextField name="appKey" label={t('invoices.settings.appKey')} maxLength={80} />
          <SecretField isKept={hasSecret} />
          <SubmitButton>{t('invoices.settings.save')}</SubmitButton>
        </CommandForm>
      </Section>
    </Page>
  )
}

/** Never shown again. Left empty, the one that is there is kept. */
function SecretField({ isKept }: { isKept: boolean }) {
  useFormField('secretKey')
  return (
    <Form.Item
      name="secretKey"
      label={t('invoices.settings.secret')}
      extra={isKept ? t('invoices.settings.secretKept') : undefined}
    >
      <Input.Password autoComplete="off" spellCheck={false} maxLength={200} />
    </Form.Item>
  )
}
