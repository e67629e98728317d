import { api, type ResponseOf, useCommand } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  DangerButton,
  SelectField,
  SubmitButton,
  SwitchField,
  TextField,
  useNotice,
} from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useSession, useStore } from '#app/session.ts'
import { languages, papers, paperTitle, type Printer } from './printer-words.ts'

type Fields = {
  storeId: string
  deviceId?: string
  name: string
  language: Printer['language']
  address: string
  columns: string
  hasCutter: boolean
  hasDrawer: boolean
  printsEachSale: boolean
}

type Device = ResponseOf<typeof api.deviceList>['items'][number]

type PrinterDrawerProps = { printer: Printer | 'new' | null; devices: readonly Device[]; onClose: () => void }

/** Sets up a printer, changes one, or takes it out of use. */
export function PrinterDrawer({ printer, devices, onClose }: PrinterDrawerProps) {
  const notice = useNotice()
  const store = useStore()
  const { stores } = useSession()
  const done = { onSuccess: () => (onClose(), notice.done(t('printing.saved'))) }
  const create = useCommand(api.printerCreate, done)
  const save = useCommand(api.printerSave, done)
  const remove = useCommand(api.printerDelete, done)
  const existing = printer === null || printer === 'new' ? null : printer
  const submit = ({ storeId, deviceId, address, columns, ...rest }: Fields) => {
    const [host = '', port = '9100'] = address.split(/[:：]/)
    const settings = {
      ...rest,
      ...{ host, port: Number(port) || 0, columns: Number(columns), deviceId: deviceId ?? null },
    }
    if (existing) save.mutate({ printerId: existing.id, version: existing.version, ...settings })
    else create.mutate({ storeId, ...settings })
  }
  return (
    <ConfirmDrawer open={printer !== null} title={t(existing ? 'printing.edit' : 'printing.add')} onClose={onClose}>
      <CommandForm<unknown, unknown, Fields>
        command={(existing ? save : create) as typeof create as never}
        initial={existing ? fieldsOf(existing) : { ...fresh, storeId: store.id }}
        onSubmit={submit}
      >
        <TextField name="name" label={t('printing.name')} maxLength={40} hint={t('printing.nameHint')} autoFocus />
        {!existing && (
          <SelectField
            name="storeId"
            label={t('printing.store')}
            options={stores.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <TextField
          name="address"
          label={t('printing.address')}
          hint={t('printing.addressHint')}
          placeholder="192.168.1.50"
        />
        <SelectField
          name="language"
          label={t('printing.language')}
          options={languages.map((value) => ({ value, label: t(`printing.languages.${value}`) }))}
        />
        <SelectField
          name="columns"
          label={t('printing.paperTitle')}
          options={papers.map(({ columns }) => ({ value: String(columns), label: paperTitle(columns) }))}
        />
        <SelectField
          name="deviceId"
          label={t('printing.serves')}
          isOptional
          placeholder={t('printing.wholeStore')}
          options={devices.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <SwitchField
          name="printsEachSale"
          label={t('printing.printsEachSale')}
          hint={t('printing.printsEachSaleHint')}
        />
        <SwitchField name="hasCutter" label={t('printing.hasCutter')} />
        <SwitchField name="hasDrawer" label={t('printing.hasDrawer')} hint={t('printing.hasDrawerHint')} />
        <SubmitButton>{t('printing.save')}</SubmitButton>
      </CommandForm>
      {existing && (
        <CommandForm command={remove} onSubmit={() => remove.mutate({ printerId: existing.id })}>
          <DangerButton>{t('printing.remove', { name: existing.name })}</DangerButton>
        </CommandForm>
      )}
    </ConfirmDrawer>
  )
}

const fresh = {
  language: 'escpos' as const,
  columns: '48',
  ...{ hasCutter: true, hasDrawer: true, printsEachSale: false },
}

function fieldsOf({ host, port, columns, deviceId, ...rest }: Printer): Fields {
  return {
    ...rest,
    ...(deviceId ? { deviceId } : {}),
    address: port === 9100 ? host : `${host}:${port}`,
    columns: String(columns),
  }
}
