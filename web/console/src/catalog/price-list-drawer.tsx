import { Form, Input, InputNumber } from 'antd'
import { useNavigate } from 'react-router'
import { api, useCommand } from '@staff/api'
import { CommandForm, ConfirmDrawer, SelectField, SubmitButton, TextField, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useSession, useStore } from '#app/session.ts'
import { useFormField } from '#console/ui/form-context.ts'
import {
  instantsOf,
  listKindWords,
  priceListKinds,
  windowDays,
  type PriceList,
  type PriceListKind,
} from './price-list-words.ts'

type Fields = {
  name: string
  kind: PriceListKind
  storeId?: string
  rateBps?: number
  from?: string
  until?: string
}

type PriceListDrawerProps = { open: boolean; list: PriceList | null; onClose: () => void }

/** Makes a price list, or changes what it is called, where and when it holds, and its rate. */
export function PriceListDrawer({ open, list, onClose }: PriceListDrawerProps) {
  return (
    <ConfirmDrawer open={open} title={t(list ? 'catalog.lists.edit' : 'catalog.lists.add')} onClose={onClose}>
      {list ? <Editor list={list} onClose={onClose} /> : <Adder />}
    </ConfirmDrawer>
  )
}

function Adder() {
  const navigate = useNavigate()
  const { timeZone } = useStore()
  const create = useCommand(api.priceListCreate, {
    onSuccess: ({ priceListId }) => navigate(paths.priceList({ priceListId })),
  })
  return (
    <CommandForm
      command={create}
      initial={{ kind: 'member' }}
      onSubmit={(fields: Fields) => {
        const { name, kind } = fields
        create.mutate({ name, kind, tierId: null, ...reachOf(fields), ...instantsOf(daysOf(fields), timeZone) })
      }}
    >
      <PriceListFields isNew />
      <SubmitButton block>{t('catalog.lists.add')}</SubmitButton>
    </CommandForm>
  )
}

function Editor({ list, onClose }: { list: PriceList; onClose: () => void }) {
  const { timeZone } = useStore()
  const notice = useNotice()
  const change = useCommand(api.priceListChange, {
    onSuccess: () => {
      notice.done(t('catalog.lists.saved'))
      onClose()
    },
  })
  const days = windowDays(list, timeZone)
  const submit = (fields: Fields) => {
    const next = instantsOf(daysOf(fields), timeZone)
    change.mutate({
      priceListId: list.id,
      version: list.version,
      name: fields.name,
      ...reachOf(fields),
      // An hour within the day, set elsewhere, stays unless the day itself is changed.
      ...(daysOf(fields).from !== days.from && { startsAt: next.startsAt }),
      ...(daysOf(fields).until !== days.until && { endsAt: next.endsAt }),
    })
  }
  const { name, kind, storeId, rateBps } = list
  return (
    <CommandForm
      command={change}
      initial={{
        name,
        kind,
        ...(storeId && { storeId }),
        ...(rateBps !== null && { rateBps }),
        ...(days.from && { from: days.from }),
        ...(days.until && { until: days.until }),
      }}
      onSubmit={submit}
    >
      <PriceListFields isNew={false} />
      <SubmitButton block>{t('catalog.save')}</SubmitButton>
    </CommandForm>
  )
}

const reachOf = ({ storeId, rateBps }: Fields) => ({ storeId: storeId ?? null, rateBps: rateBps ?? null })
const daysOf = ({ from, until }: Fields) => ({ from: from ?? null, until: until ?? null })

function PriceListFields({ isNew }: { isNew: boolean }) {
  const { stores } = useSession()
  const kind: PriceListKind = Form.useWatch('kind') ?? 'member'
  return (
    <>
      <TextField name="name" label={t('catalog.lists.field.name')} maxLength={100} autoFocus />
      <SelectField
        name="kind"
        label={t('catalog.lists.field.kind')}
        hint={t(listKindWords[kind].hint)}
        disabled={!isNew}
        options={priceListKinds.map((value) => ({ value, label: t(listKindWords[value].label) }))}
      />
      <SelectField
        key={kind}
        name="storeId"
        label={t('catalog.lists.field.store')}
        isOptional={kind !== 'store'}
        placeholder={t('catalog.lists.allStores')}
        options={stores.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <RateField />
      <div className="rg-field-row">
        <DayField name="from" label={t('catalog.lists.field.from')} />
        <DayField name="until" label={t('catalog.lists.field.until')} />
      </div>
    </>
  )
}

/** Per cent of the list price for everything that has no price of its own here; kept in basis points. */
function RateField() {
  useFormField('rateBps')
  return (
    <Form.Item
      name="rateBps"
      label={t('catalog.lists.field.rate')}
      extra={t('catalog.lists.rate.hint')}
      getValueProps={(bps?: number) => ({ value: bps === undefined ? undefined : bps / 100 })}
      normalize={(percent: number | null) => (percent === null ? undefined : Math.round(percent * 100))}
    >
      <InputNumber<number> min={0.01} max={100} precision={2} suffix="%" className="rg-item-number" />
    </Form.Item>
  )
}

function DayField({ name, label }: { name: string; label: string }) {
  useFormField(name)
  return (
    <Form.Item name={name} label={label}>
      <Input type="date" />
    </Form.Item>
  )
}
