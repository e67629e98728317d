import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import {
  CommandForm,
  MoneyField,
  MoneyText,
  Page,
  Section,
  StatusTag,
  SubmitButton,
  SwitchField,
  TextField,
  useNotice,
  WholeNumberField,
} from '@staff/ui'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay } from '#app/session.ts'
import { RowsTable } from '#console/settings/rows-table.tsx'
import { RewardTabs } from './reward-tabs.tsx'

const policyQuery = () => query(api.giftPolicyGet, {})
const charitiesQuery = () => query(api.charityList, {})

export async function loader() {
  await Promise.all([queryClient.ensureQueryData(policyQuery()), queryClient.ensureQueryData(charitiesQuery())])
  return null
}

/** Points given away: to other members, to charities. */
export function GivingPage() {
  const policy = useSuspenseQuery(policyQuery()).data
  const { items } = useSuspenseQuery(charitiesQuery()).data
  const may = useMay()
  return (
    <Page title={t('rewards.title')} lead={t('rewards.giving.lead')}>
      <RewardTabs />
      <Section title={t('rewards.giving.gifts')}>
        <GiftForm policy={policy} mayEdit={may('rewards.manage')} />
      </Section>
      <Section title={t('rewards.giving.charities')}>
        <Charities items={items} mayEdit={may('rewards.manage')} />
        {may('rewards.manage') && <CharityForm />}
      </Section>
    </Page>
  )
}

type Policy = ResponseOf<typeof api.giftPolicyGet>

function GiftForm({ policy, mayEdit }: { policy: Policy; mayEdit: boolean }) {
  const notice = useNotice()
  const save = useCommand(api.giftPolicySave, { onSuccess: () => notice.done(t('rewards.saved')) })
  return (
    <CommandForm<unknown, unknown, Policy>
      command={save as never}
      initial={policy}
      onSubmit={(fields) => save.mutate(fields)}
    >
      <SwitchField name="isOn" label={t('rewards.giving.isOn')} disabled={!mayEdit} />
      <div className="rg-field-row">
        <WholeNumberField
          name="dayMost"
          label={t('rewards.giving.dayMost')}
          unit={t('points.form.unit')}
          disabled={!mayEdit}
        />
        <WholeNumberField
          name="yearMost"
          label={t('rewards.giving.yearMost')}
          unit={t('points.form.unit')}
          disabled={!mayEdit}
        />
        <WholeNumberField
          name="memberDays"
          label={t('rewards.giving.memberDays')}
          unit={t('points.form.days')}
          disabled={!mayEdit}
        />
      </div>
      {mayEdit && <SubmitButton>{t('rewards.save')}</SubmitButton>}
    </CommandForm>
  )
}

type Charity = ResponseOf<typeof api.charityList>['items'][number]

function Charities({ items, mayEdit }: { items: Charity[]; mayEdit: boolean }) {
  const close = useCommand(api.charityClose)
  if (items.length === 0) return <p className="rg-faint">{t('rewards.giving.noCharity')}</p>
  return (
    <RowsTable
      label={t('rewards.giving.charities')}
      rows={items}
      columns={[
        { key: 'name', title: t('rewards.mall.name'), render: ({ name }) => name },
        {
          key: 'points',
          title: t('rewards.giving.given'),
          align: 'right',
          render: ({ points, donations }) => t('rewards.giving.total', { count: donations, points }),
        },
        {
          key: 'worth',
          title: t('rewards.giving.worth'),
          align: 'right',
          render: ({ worthCents }) => <MoneyText cents={worthCents} />,
        },
        {
          key: 'state',
          title: t('rewards.stateTitle'),
          render: ({ isClosed }) => (
            <StatusTag tone={isClosed ? 'plain' : 'good'}>
              {t(isClosed ? 'rewards.giving.closed' : 'rewards.giving.open')}
            </StatusTag>
          ),
        },
        {
          key: 'actions',
          title: '',
          align: 'right',
          render: ({ id, isClosed }) =>
            mayEdit && !isClosed ? (
              <Button size="small" onClick={() => close.mutate({ charityId: id })}>
                {t('rewards.giving.close')}
              </Button>
            ) : null,
        },
      ]}
    />
  )
}

function CharityForm() {
  const notice = useNotice()
  const [turns, setTurns] = useState(0)
  const create = useCommand(api.charityCreate, {
    onSuccess: () => (setTurns((before) => before + 1), notice.done(t('rewards.saved'))),
  })
  return (
    <CommandForm<unknown, unknown, { name: string; note?: string; centsPerHundred: number }>
      key={turns}
      command={create as never}
      initial={{ centsPerHundred: 100 }}
      onSubmit={({ name, note, centsPerHundred }) => create.mutate({ name, note: note ?? '', centsPerHundred })}
    >
      <TextField name="name" label={t('rewards.giving.charity')} maxLength={60} />
      <TextField name="note" label={t('rewards.mall.note')} maxLength={500} isOptional />
      <MoneyField name="centsPerHundred" label={t('rewards.giving.rate')} />
      <SubmitButton>{t('rewards.giving.add')}</SubmitButton>
    </CommandForm>
  )
}
