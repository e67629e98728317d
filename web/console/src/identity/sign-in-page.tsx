import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { redirect, useNavigate, useSearchParams } from 'react-router'
import { api, query, useCommand, type InputOf } from '@staff/api'
import { CommandForm, PasswordField, SubmitButton, TextField } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths, safeNext } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { WelcomeLayout } from '#app/welcome-layout.tsx'
import { deviceKey } from '@web/api/device-key.ts'
import { CodeField } from './code-field.tsx'
import { TillSignIn } from './till-sign-in.tsx'

type Credentials = InputOf<typeof api.sessionCreate>

export async function loader() {
  const { needed } = await queryClient.fetchQuery(query(api.setupGet, {}))
  return needed ? redirect(paths.setup()) : null
}

/**
 * Name and password, then the code from the authenticator where the account has one. In a browser bound as a till: who it is,
 * then their PIN.
 */
export function SignInPage() {
  const [params] = useSearchParams()
  const navigate = useNavigate()
  const [credentials, setCredentials] = useState<Credentials | null>(null)
  const [wantsPassword, setWantsPassword] = useState(false)
  const till = useQuery({ ...query(api.tillGet, {}), enabled: deviceKey() !== null, retry: false }).data
  const open = (usual: string) => {
    queryClient.clear()
    const next = safeNext(params.get('next'))
    return navigate(next === paths.home() ? usual : next, { replace: true })
  }
  const signIn = useCommand(api.sessionCreate, {
    changes: [],
    onSuccess: () => open(paths.home()),
    onRefused: (refusal, input) => {
      if (refusal.code === 'totp_needed') setCredentials(input)
    },
  })
  useEffect(() => {
    document.title = `${t('identity.signIn.title')} · ${t('app.brand')}`
  }, [])

  return (
    <WelcomeLayout promise={t('identity.signIn.promise')}>
      {till && till.users.length > 0 && !wantsPassword ? (
        <TillSignIn till={till} onDone={() => void open(paths.till())} onPassword={() => setWantsPassword(true)} />
      ) : credentials ? (
        <CodeStep key="code" signIn={signIn} credentials={credentials} onBack={() => setCredentials(null)} />
      ) : (
        <CommandForm key="password" command={signIn}>
          <h1>{t('identity.signIn.title')}</h1>
          <TextField name="loginName" label={t('identity.signIn.loginName')} autoComplete="username" autoFocus />
          <PasswordField name="password" label={t('identity.signIn.password')} autoComplete="current-password" />
          <SubmitButton block size="large">
            {t('identity.signIn.submit')}
          </SubmitButton>
        </CommandForm>
      )}
    </WelcomeLayout>
  )
}

type CodeStepProps = {
  signIn: ReturnType<typeof useCommand<typeof api.sessionCreate>>
  credentials: Credentials
  onBack: () => void
}

function CodeStep({ signIn, credentials, onBack }: CodeStepProps) {
  // The demand for a code is the step itself, not something that went wrong in it.
  const isDemand = signIn.error && 'code' in signIn.error && signIn.error.code === 'totp_needed'
  const command = isDemand ? { ...signIn, error: null } : signIn
  return (
    <CommandForm
      command={command as typeof signIn}
      onSubmit={({ totpCode }) => signIn.mutate({ ...credentials, totpCode })}
    >
      <h1>{t('identity.totp.title')}</h1>
      <p className="rg-welcome-text">{t('identity.totp.text')}</p>
      <CodeField name="totpCode" />
      <SubmitButton block size="large">
        {t('identity.totp.submit')}
      </SubmitButton>
      <button type="button" className="rg-text-button" onClick={onBack}>
        {t('identity.totp.back')}
      </button>
    </CommandForm>
  )
}
