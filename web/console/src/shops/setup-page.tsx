import { useEffect } from 'react'
import { redirect, useNavigate } from 'react-router'
import { api, query, useCommand } from '@staff/api'
import { CommandForm, PasswordField, SelectField, SubmitButton, TextField } from '@staff/ui'
import { language, localeOf, t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { WelcomeLayout } from '#app/welcome-layout.tsx'

/** Currencies with two decimals, which is what amounts are kept in. */
const currencies = ['CNY', 'HKD', 'MOP', 'TWD', 'SGD', 'MYR', 'USD', 'EUR', 'GBP', 'AUD', 'CAD', 'THB'] as const

export async function loader() {
  const { needed } = await queryClient.fetchQuery(query(api.setupGet, {}))
  return needed ? null : redirect(paths.home())
}

/** The first page of an empty system: who owns it, and where the first till stands. */
export function SetupPage() {
  const navigate = useNavigate()
  const setup = useCommand(api.setupCreate, {
    changes: [],
    onSuccess: () => {
      queryClient.clear()
      return navigate(paths.home(), { replace: true }) // the owner is signed in by it
    },
  })
  useEffect(() => {
    document.title = `${t('shops.setup.title')} · ${t('app.brand')}`
  }, [])
  const initial = { currency: 'CNY', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone }

  return (
    <WelcomeLayout promise={t('shops.setup.promise')}>
      <CommandForm
        command={setup}
        initial={initial}
        onSubmit={(values) => setup.mutate({ ...values, locale: localeOf[language()] })}
      >
        <h1>{t('shops.setup.title')}</h1>
        <p className="rg-welcome-text">{t('shops.setup.text')}</p>
        <TextField
          name="setupCode"
          label={t('shops.setup.code')}
          hint={t('shops.setup.codeHint')}
          autoFocus
          maxLength={40}
        />
        <fieldset className="rg-fieldset">
          <legend>{t('shops.setup.shop')}</legend>
          <div className="rg-field-row">
            <TextField
              name="merchantName"
              label={t('shops.setup.merchantName')}
              placeholder={t('shops.setup.merchantExample')}
              maxLength={60}
            />
            <SelectField name="currency" label={t('shops.setup.currency')} options={currencyOptions()} search />
          </div>
          <div className="rg-field-row">
            <TextField
              name="storeName"
              label={t('shops.setup.storeName')}
              placeholder={t('shops.setup.storeExample')}
              maxLength={60}
            />
            <SelectField name="timeZone" label={t('shops.setup.timeZone')} options={timeZoneOptions()} search />
          </div>
        </fieldset>
        <fieldset className="rg-fieldset">
          <legend>{t('shops.setup.owner')}</legend>
          <div className="rg-field-row">
            <TextField name="ownerName" label={t('shops.setup.ownerName')} autoComplete="name" maxLength={60} />
            <TextField name="loginName" label={t('shops.setup.loginName')} autoComplete="username" maxLength={60} />
          </div>
          <PasswordField
            name="password"
            label={t('shops.setup.password')}
            hint={t('shops.setup.passwordHint')}
            autoComplete="new-password"
            minLength={8}
          />
        </fieldset>
        <SubmitButton block size="large">
          {t('shops.setup.submit')}
        </SubmitButton>
      </CommandForm>
    </WelcomeLayout>
  )
}

function currencyOptions() {
  const names = new Intl.DisplayNames(document.documentElement.lang, { type: 'currency' })
  return currencies.map((value) => ({ value, label: `${value} ${names.of(value) ?? ''}` }))
}

function timeZoneOptions() {
  return Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value.replaceAll('_', ' ') }))
}
