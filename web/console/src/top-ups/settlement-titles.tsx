import { Link } from 'react-router'
import { api, useCommand } from '@staff/api'
import { CommandForm, Section, SubmitButton, TextField, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay } from '#app/session.ts'
import type { SettlementMonth } from './settlement-invoices-page.tsx'

type Party = SettlementMonth['parties'][number]

/** The names and tax numbers that stand on the invoices; the head office's come from the e-invoice settings. */
export function Titles({ parties }: Pick<SettlementMonth, 'parties'>) {
  const mayEdit = useMay()('settings.edit')
  return (
    <Section title={t('top-ups.between.titles')}>
      <ul className="rg-settlement-titles">
        {parties.map((party) => (
          <li key={party.storeId}>
            <h3>{party.storeId === null ? t('top-ups.settlement.headOffice') : party.name}</h3>
            {party.storeId !== null && mayEdit ? (
              <TitleForm key={party.title?.version} party={party} storeId={party.storeId} />
            ) : (
              <>
                <p>{party.title ? `${party.title.name} · ${party.title.taxNumber}` : t('top-ups.between.noTitle')}</p>
                {party.storeId === null && mayEdit && (
                  <Link to={paths.invoiceSettings()}>{t('top-ups.between.toSettings')}</Link>
                )}
              </>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function TitleForm({ party, storeId }: { party: Party; storeId: string }) {
  const notice = useNotice()
  const save = useCommand(api.settlementTitleSave, {
    changes: [api.settlementInvoiceMonth],
    onSuccess: () => notice.done(t('settings.saved')),
    onRefused: ({ code }) => {
      if (code === 'settings_changed')
        void queryClient.invalidateQueries({ queryKey: [api.settlementInvoiceMonth.path] })
    },
  })
  const version = party.title?.version ?? 0
  return (
    <CommandForm
      command={save}
      initial={{ name: party.title?.name ?? '', taxNumber: party.title?.taxNumber ?? '' }}
      onSubmit={(fields: { name: string; taxNumber: string }) => save.mutate({ storeId, version, ...fields })}
    >
      <div className="rg-field-row">
        <TextField name="name" label={t('top-ups.between.name')} maxLength={100} />
        <TextField name="taxNumber" label={t('invoices.taxNumber')} maxLength={40} />
      </div>
      <SubmitButton>{t('settings.save')}</SubmitButton>
    </CommandForm>
  )
}
