import { useQuery } from '@tanstack/react-query'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { CommandForm, MoneyField, Section, SubmitButton, SwitchField, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'

type Policy = ResponseOf<typeof api.shiftPolicyGet>

/** How this store runs its tills. */
export function ShiftPolicySection({ storeId }: { storeId: string }) {
  const { data } = useQuery({ ...query(api.shiftPolicyGet, { storeId }), retry: false })
  return data ? <PolicyForm storeId={storeId} policy={data} /> : null
}

function PolicyForm({ storeId, policy }: { storeId: string; policy: Policy }) {
  const notice = useNotice()
  const change = useCommand(api.shiftPolicyChange, {
    changes: [api.shiftPolicyGet, api.tillShiftGet],
    onSuccess: () => notice.done(t('shifts.policy.saved')),
  })
  return (
    <Section title={t('shifts.policy.title')}>
      <CommandForm
        command={change}
        initial={policy}
        onSubmit={(fields: Policy) => change.mutate({ storeId, ...fields })}
      >
        <SwitchField
          name="isShiftRequired"
          label={t('shifts.policy.required')}
          hint={t('shifts.policy.requiredHint')}
        />
        <SwitchField name="isCountBlind" label={t('shifts.policy.blind')} hint={t('shifts.policy.blindHint')} />
        <div className="rg-field-row">
          <MoneyField name="noteAboveCents" label={t('shifts.policy.note')} />
          <MoneyField name="approvalAboveCents" label={t('shifts.policy.approval')} />
        </div>
        <SubmitButton>{t('shifts.policy.save')}</SubmitButton>
      </CommandForm>
    </Section>
  )
}
