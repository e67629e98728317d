import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Form, Select, Skeleton } from 'antd'
import { api, query, useCommand } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  formatTimeOfDay,
  RefusalText,
  SubmitButton,
  TextField,
  WholeNumberField,
} from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useSession } from '#app/session.ts'
import { saveFile } from '#console/ui/save-file.ts'
import { useFormField } from '#console/ui/form-context.ts'
import { type Batch, cardChanges } from './gift-card-words.ts'

type BatchFields = { name: string; quantity: number; storeIds?: string[] }
type MakeBatchDrawerProps = { open: boolean; onClose: () => void; onMade: (batchId: string) => void }

/** Blank cards for the printer: a name for the batch, how many, and where they will be good. */
export function MakeBatchDrawer({ open, onClose, onMade }: MakeBatchDrawerProps) {
  const { stores } = useSession()
  const make = useCommand(api.giftCardBatchCreate, {
    changes: cardChanges,
    onSuccess: ({ batchId }) => onMade(batchId),
  })
  const submit = ({ name, quantity, storeIds }: BatchFields) =>
    make.mutate({ name, quantity, storeIds: storeIds && storeIds.length > 0 ? storeIds : null })
  return (
    <ConfirmDrawer open={open} title={t('gift-cards.batches.make')} onClose={onClose}>
      <CommandForm command={make} initial={{ quantity: 100 }} onSubmit={submit}>
        <TextField
          name="name"
          label={t('gift-cards.batches.name')}
          hint={t('gift-cards.batches.nameHint')}
          maxLength={60}
          autoFocus
        />
        <WholeNumberField
          name="quantity"
          label={t('gift-cards.batches.quantity')}
          unit={t('gift-cards.batches.unit')}
        />
        {stores.length > 1 && <StoresField stores={stores} />}
        <p className="rg-faint">{t('gift-cards.batches.hint')}</p>
        <SubmitButton block>{t('gift-cards.batches.make')}</SubmitButton>
      </CommandForm>
    </ConfirmDrawer>
  )
}

function StoresField({ stores }: { stores: readonly { id: string; name: string }[] }) {
  useFormField('storeIds')
  return (
    <Form.Item name="storeIds" label={t('gift-cards.stores')} extra={t('gift-cards.storesHint')}>
      <Select
        mode="multiple"
        allowClear
        placeholder={t('gift-cards.everyStore')}
        options={stores.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Form.Item>
  )
}

type CodesDrawerProps = { batch: Batch | null; onClose: () => void }

/** The codes of a batch, to be saved now: after an hour only the paper knows them. */
export function CodesDrawer({ batch, onClose }: CodesDrawerProps) {
  return (
    <ConfirmDrawer open={batch !== null} title={t('gift-cards.batches.codes')} onClose={onClose}>
      {batch && <Codes batch={batch} />}
    </ConfirmDrawer>
  )
}

function Codes({ batch: { batchId, name, madeAt } }: { batch: Batch }) {
  // Secrets: never kept in the cache, never read again by themselves.
  const { data, error } = useQuery({
    ...query(api.giftCardBatchCodes, { giftCardBatchId: batchId }),
    gcTime: 0,
    staleTime: Infinity,
    retry: false,
  })
  if (error) return <RefusalText error={error} />
  if (!data) return <Skeleton active />
  const until = formatTimeOfDay(new Date(Date.parse(madeAt) + 3_600_000).toISOString())
  return (
    <div className="rg-gift-details">
      <Alert type="warning" showIcon title={t('gift-cards.batches.until', { time: until })} />
      <Button
        type="primary"
        block
        size="large"
        icon={<DownloadOutlined />}
        onClick={() => saveFile(`${name}.csv`, codesFile(data.codes))}
      >
        {t('gift-cards.batches.download', { count: data.codes.length })}
      </Button>
      <ol className="rg-gift-codes">
        {data.codes.slice(0, shownCodes).map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      {data.codes.length > shownCodes && (
        <p className="rg-faint">{t('gift-cards.batches.more', { count: data.codes.length - shownCodes })}</p>
      )}
    </div>
  )
}

const shownCodes = 200

/** One code a line under a heading; the mark at the start lets spreadsheets read the heading in any language. */
function codesFile(codes: readonly string[]): string {
  return `\uFEFF${[t('gift-cards.code'), ...codes].join('\r\n')}\r\n`
}
