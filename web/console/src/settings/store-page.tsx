import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Form } from 'antd'
import { useLoaderData, useNavigate, type LoaderFunctionArgs } from 'react-router'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import {
  CommandForm,
  Page,
  Section,
  SelectField,
  StatusTag,
  SubmitButton,
  SwitchField,
  TextField,
  useNotice,
} from '@staff/ui'
import { ShiftPolicySection } from '#console/shifts/policy-section.tsx'
import { t } from '#app/i18n.ts'
import { idParam, paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { LawSection } from './law-section.tsx'
import { PortalSection } from './portal-section.tsx'
import { ReceiptPreview } from './receipt-preview.tsx'
import { TenderPolicySection } from './tender-policy-section.tsx'
import { LinesField, PercentField, TimeZoneField } from './setting-fields.tsx'
import './settings.css'

type Store = ResponseOf<typeof api.storeList>['items'][number]
type CashFields = Pick<Store, 'cashStepCents' | 'cashMode'>
type Fields = Omit<Store, 'id' | 'number' | 'version' | 'closedAt' | 'cutoffHour' | keyof CashFields> & {
  cutoffHour: string
  cash: keyof typeof roundings
}

const storesQuery = () => query(api.storeList, {})

export async function loader({ params }: LoaderFunctionArgs) {
  const storeId = idParam(params, 'storeId')
  const { items } = await queryClient.ensureQueryData(storesQuery())
  if (!items.some(({ id }) => id === storeId)) throw new Response(null, { status: 404 })
  return { storeId }
}

/** One store: when its day ends, what tax its prices hold, what its receipts say. */
export function StorePage() {
  const { storeId } = useLoaderData<typeof loader>()
  const store = useSuspenseQuery(storesQuery()).data.items.find(({ id }) => id === storeId)!
  return (
    <Page
      title={store.name}
      back={paths.settings()}
      badge={
        <>
          <StatusTag>{t('settings.store.number', { number: String(store.number).padStart(2, '0') })}</StatusTag>
          {store.closedAt && <StatusTag tone="warn">{t('settings.store.closed')}</StatusTag>}
        </>
      }
      actions={<Closure store={store} />}
    >
      {/* A newer version replaces what stands in the fields: it came from the server. */}
      <StoreForm key={store.version} store={store} />
      {!store.closedAt && <PortalSection storeId={storeId} storeName={store.name} />}
      {!store.closedAt && <TenderPolicySection storeId={storeId} />}
      {!store.closedAt && <ShiftPolicySection storeId={storeId} />}
      {!store.closedAt && <LawSection storeId={storeId} timeZone={store.timeZone} />}
    </Page>
  )
}

const hours = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`,
}))

/** What a shop may do with the last coins of a sum, by the name that the field uses. */
const roundings = {
  exact: { cashStepCents: 1, cashMode: 'nearest' },
  jiaoNearest: { cashStepCents: 10, cashMode: 'nearest' },
  jiaoDown: { cashStepCents: 10, cashMode: 'down' },
  yuanNearest: { cashStepCents: 100, cashMode: 'nearest' },
  yuanDown: { cashStepCents: 100, cashMode: 'down' },
} as const satisfies Record<string, CashFields>
const roundingNames = Object.keys(roundings) as (keyof typeof roundings)[]

function roundingNameOf({ cashStepCents, cashMode }: CashFields): keyof typeof roundings {
  const fits = ({ cashStepCents: step, cashMode: mode }: CashFields) => step === cashStepCents && mode === cashMode
  return roundingNames.find((name) => fits(roundings[name])) ?? 'exact'
}

function StoreForm({ store }: { store: Store }) {
  const notice = useNotice()
  const change = useCommand(api.storeChange, {
    changes: [api.storeList, api.sessionGet, api.tillSettingsGet],
    onSuccess: () => notice.done(t('settings.saved')),
    onRefused: ({ code }) => {
      if (code === 'settings_changed') void queryClient.invalidateQueries({ queryKey: [api.storeList.path] })
    },
  })
  const { id, number, version, closedAt, cutoffHour, cashStepCents, cashMode, ...others } = store
  const emptied = { phone: '', address: '', receiptHeader: '', receiptFooter: '' }
  return (
    <CommandForm
      command={change}
      initial={{ ...others, cutoffHour: String(cutoffHour), cash: roundingNameOf({ cashStepCents, cashMode }) }}
      onSubmit={({ cash, ...fields }: Fields) => {
        const numbers = { ...roundings[cash], cutoffHour: Number(fields.cutoffHour) }
        change.mutate({ ...emptied, ...fields, ...numbers, storeId: id, version })
      }}
    >
      <div className="rg-store-form">
        <div className="rg-store-fields">
          <Section title={t('settings.store.about')}>
            <TextField name="name" label={t('settings.store.name')} maxLength={80} />
            <div className="rg-field-row">
              <TextField name="phone" label={t('settings.store.phone')} isOptional maxLength={40} />
              <TextField name="address" label={t('settings.store.address')} isOptional />
            </div>
          </Section>
          <Section title={t('settings.store.day')}>
            <div className="rg-field-row">
              <TimeZoneField name="timeZone" label={t('settings.store.timeZone')} />
              <SelectField
                name="cutoffHour"
                label={t('settings.store.cutoff')}
                hint={t('settings.store.cutoffHint')}
                options={hours}
              />
            </div>
          </Section>
          <Section title={t('settings.store.tax')}>
            <div className="rg-field-row">
              <PercentField
                name="taxRateBps"
                label={t('settings.store.taxRate')}
                hint={t('settings.store.taxRateHint')}
              />
              <SwitchField name="pricesIncludeTax" label={t('settings.store.pricesIncludeTax')} />
            </div>
          </Section>
          <Section title={t('settings.store.cash')}>
            <SelectField
              name="cash"
              label={t('settings.store.cashRounding')}
              hint={t('settings.store.cashRoundingHint')}
              options={roundingNames.map((value) => ({ value, label: t(`settings.store.rounding.${value}`) }))}
            />
          </Section>
          <Section title={t('settings.store.receipt')}>
            <LinesField
              name="receiptHeader"
              label={t('settings.store.receiptHeader')}
              hint={t('settings.store.receiptHeaderHint')}
            />
            <LinesField
              name="receiptFooter"
              label={t('settings.store.receiptFooter')}
              hint={t('settings.store.receiptFooterHint')}
            />
          </Section>
          <SubmitButton size="large">{t('settings.save')}</SubmitButton>
        </div>
        <aside className="rg-store-preview" aria-label={t('settings.store.preview')}>
          <h2>{t('settings.store.preview')}</h2>
          <Form.Item noStyle shouldUpdate>
            {(form) => <ReceiptPreview store={{ ...store, ...(form.getFieldsValue() as Partial<Store>) }} />}
          </Form.Item>
        </aside>
      </div>
    </CommandForm>
  )
}

function Closure({ store }: { store: Store }) {
  const navigate = useNavigate()
  const reopen = useCommand(api.storeClosureDelete)
  if (store.closedAt)
    return (
      <Button loading={reopen.isPending} onClick={() => reopen.mutate({ storeId: store.id })}>
        {t('settings.store.reopen')}
      </Button>
    )
  return (
    <Button danger onClick={() => void navigate(paths.storeClosing({ storeId: store.id }))}>
      {t('settings.store.close')}
    </Button>
  )
}
