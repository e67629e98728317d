import { Alert } from 'antd'
import { api, query } from '@staff/api'
import { Page } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { useSession } from '#app/session.ts'
import { SecuritySection } from './security-section.tsx'
import { SessionsSection } from './sessions-section.tsx'

export async function loader() {
  await Promise.all([
    queryClient.ensureQueryData(query(api.mySecurityGet, {})),
    queryClient.ensureQueryData(query(api.mySessionList, {})),
  ])
  return null
}

/** What a signed-in person decides about their own account: password, PIN, second step, where they are signed in. */
export function AccountPage() {
  const { user } = useSession()
  return (
    <Page title={t('identity.account.title')} lead={`${user.name} · ${user.loginName}`} width="reading">
      {user.mustChangePassword && <Alert type="warning" showIcon title={t('identity.account.mustChange')} />}
      <SecuritySection />
      <SessionsSection />
    </Page>
  )
}
