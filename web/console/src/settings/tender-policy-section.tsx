import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { CommandForm, Section, SubmitButton, SwitchField, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'

type Policy = ResponseOf<typeof api.tenderPolicyGet>

/** How this store takes money that moves outside the drawer: by its providers alone, or also on the cashier's word. */
export function TenderPolicySection({ storeId }: { storeId: string }) {
  const { data } = useQuery({ ...query(api.tenderPolicyGet, { storeId }), retry: false })
  // A newer version replaces what stands in the field: it came from the server.
  return data ? <PolicyForm key={data.version} storeId={storeId} policy={data} /> : null
}

function PolicyForm({ storeId, policy: { takesWord, version } }: { storeId: string; policy: Policy }) {
  const notice = useNotice()
  const providers = useQuery(query(api.paymentMethodList, { storeId })).data?.providers
  const save = useCommand(api.tenderPolicySave, {
    changes: [api.tenderPolicyGet],
    onSuccess: () => notice.done(t('settings.saved')),
    onRefused: ({ code }) => {
      if (code === 'settings_changed') void queryClient.invalidateQueries({ queryKey: [api.tenderPolicyGet.path] })
    },
  })
  return (
    <Section title={t('settings.tenderPolicy.title')}>
      <CommandForm
        command={save}
        initial={{ takesWord }}
        onSubmit={(fields: { takesWord: boolean }) => save.mutate({ storeId, version, ...fields })}
      >
        <SwitchField
          name="takesWord"
          label={t('settings.tenderPolicy.takesWord')}
          hint={t('settings.tenderPolicy.takesWordHint')}
        />
        {providers?.length === 0 && (
          <p className="rg-faint rg-policy-hint">
            {t('settings.tenderPolicy.noProvider')}{' '}
            <Link to={paths.paymentAccounts()}>{t('settings.tenderPolicy.setUp')}</Link>
          </p>
        )}
        <SubmitButton>{t('settings.save')}</SubmitButton>
      </CommandForm>
    </Section>
  )
}
