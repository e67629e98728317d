import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  DangerButton,
  EmptyState,
  Facts,
  Page,
  StatusTag,
  SubmitButton,
  TextField,
  useNotice,
  WholeNumberField,
  type ListColumn,
} from '@staff/ui'
import { channelFields, type ChannelProvider, channelProviders } from '#modules/messaging/channel-fields-rules.ts'
import { t, type SentenceKey } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { RowsTable } from '#console/settings/rows-table.tsx'
import { useFormField } from '#console/ui/form-context.ts'
import { MessageTabs } from './message-tabs.tsx'
import { reasonText } from './message-words.ts'

type Account = ResponseOf<typeof api.messageChannelList>['items'][number]
type Tested = Record<string, ResponseOf<typeof api.messageChannelTest>>

const channelsQuery = () => query(api.messageChannelList, {})

export async function loader() {
  await queryClient.ensureQueryData(channelsQuery())
  return null
}

/** Through whom messages go: the text message gateway, the mail server. */
export function ChannelsPage() {
  const { items } = useSuspenseQuery(channelsQuery()).data
  const [edited, setEdited] = useState<Account | 'new' | null>(null)
  const [tested, setTested] = useState<Tested>({})
  const test = useCommand(api.messageChannelTest, {
    changes: [],
    onSuccess: (answer, { channelAccountId }) => setTested((before) => ({ ...before, [channelAccountId]: answer })),
  })
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
      {t('messaging.channels.add')}
    </Button>
  )
  return (
    <Page
      title={t('messaging.title')}
      lead={t('messaging.channels.lead')}
      actions={items.length > 0 && items.length < 2 && add}
    >
      <MessageTabs />
      {items.length === 0 ? (
        <div className="rg-card">
          <EmptyState title={t('messaging.channels.none')} action={add}>
            {t('messaging.channels.noneText')}
          </EmptyState>
        </div>
      ) : (
        <RowsTable
          label={t('messaging.channels.title')}
          rows={items}
          columns={columns(tested, (id) => test.mutate({ channelAccountId: id }), setEdited)}
        />
      )}
      <ChannelDrawer key={edited === 'new' ? 'new' : edited?.id} account={edited} onClose={() => setEdited(null)} />
    </Page>
  )
}

function columns(
  tested: Tested,
  onTest: (id: string) => void,
  onEdit: (account: Account) => void,
): ListColumn<Account>[] {
  return [
    { key: 'channel', title: t('messaging.channelTitle'), render: ({ channel }) => t(`messaging.channel.${channel}`) },
    { key: 'provider', title: t('messaging.channels.provider'), render: ({ provider }) => providerName(provider) },
    { key: 'name', title: t('messaging.channels.name'), render: ({ name }) => name },
    {
      key: 'sender',
      title: t('messaging.channels.sender'),
      render: ({ settings }) => settings['sign'] ?? settings['from'] ?? '–',
    },
    {
      key: 'tested',
      title: t('messaging.channels.tested'),
      render: ({ id }) => {
        const answer = tested[id]
        if (!answer) return '–'
        return (
          <span>
            <StatusTag tone={answer.isWorking ? 'good' : 'bad'}>
              {t(answer.isWorking ? 'messaging.channels.works' : 'messaging.channels.fails')}
            </StatusTag>{' '}
            {reasonText(answer.reason)}
          </span>
        )
      },
    },
    {
      key: 'actions',
      title: '',
      align: 'right',
      render: (account) => (
        <span className="rg-row-actions">
          <Button size="small" onClick={() => onTest(account.id)}>
            {t('messaging.channels.test')}
          </Button>
          <Button size="small" onClick={() => onEdit(account)}>
            {t('messaging.channels.edit')}
          </Button>
        </span>
      ),
    },
  ]
}

function providerName(provider: ChannelProvider): string {
  return t(`messaging.provider.${provider}`)
}

type DrawerProps = { account: Account | 'new' | null; onClose: () => void }
type Fields = { name: string; baseUrl: string; perSecond: number; dayMost?: number; partPriceMills: number } & Record<
  string,
  string | number
>

/** Opens an account or changes one. Secrets are only ever written: an empty field keeps what is there. */
function ChannelDrawer({ account, onClose }: DrawerProps) {
  const existing = account === null || account === 'new' ? null : account
  const [chosen, setChosen] = useState<ChannelProvider>('aliyun')
  const provider = existing?.provider ?? chosen
  return (
    <ConfirmDrawer
      open={account !== null}
      title={t(existing ? 'messaging.channels.edit' : 'messaging.channels.add')}
      onClose={onClose}
      size="large"
    >
      {!existing && (
        <div className="rg-message-variables" role="group" aria-label={t('messaging.channels.provider')}>
          {channelProviders.map((each) => (
            <Button
              key={each}
              type={each === provider ? 'primary' : 'default'}
              aria-pressed={each === provider}
              onClick={() => setChosen(each)}
            >
              {providerName(each)}
            </Button>
          ))}
        </div>
      )}
      <ChannelForm key={provider} provider={provider} existing={existing} onClose={onClose} />
    </ConfirmDrawer>
  )
}

type ChannelFormProps = { provider: ChannelProvider; existing: Account | null; onClose: () => void }

function ChannelForm({ provider, existing, onClose }: ChannelFormProps) {
  const notice = useNotice()
  const done = { onSuccess: () => (onClose(), notice.done(t('messaging.saved'))) }
  const create = useCommand(api.messageChannelCreate, done)
  const change = useCommand(api.messageChannelChange, done)
  const close = useCommand(api.messageChannelClose, { onSuccess: onClose })
  const { fields, baseUrl, channel } = channelFields[provider]
  const submit = ({ name, baseUrl, perSecond, dayMost, partPriceMills, ...given }: Fields) => {
    const known = Object.entries(given).filter(([field, value]) => Object.hasOwn(fields, field) && value)
    const limits = { perSecond, dayMost: dayMost ?? null, partPriceMills: partPriceMills ?? 0 }
    const written = Object.fromEntries(known.map(([field, value]) => [field, String(value)]))
    const input = { provider, name, baseUrl, fields: written, ...limits }
    if (existing) change.mutate({ channelAccountId: existing.id, ...input })
    else create.mutate(input)
  }
  return (
    <>
      <CommandForm<unknown, unknown, Fields>
        command={(existing ? change : create) as typeof create as never}
        initial={
          existing
            ? { ...existing.settings, ...limitsOf(existing), name: existing.name, baseUrl: existing.baseUrl }
            : { baseUrl, name: providerName(provider), perSecond: 20, partPriceMills: channel === 'sms' ? 45 : 0 }
        }
        onSubmit={submit}
      >
        <TextField name="name" label={t('messaging.channels.name')} maxLength={40} />
        {Object.entries(fields).map(([field, { isSecret, isOptional = false }]) =>
          isSecret ? (
            <SecretField key={field} name={field} isKept={existing !== null} />
          ) : (
            <TextField
              key={field}
              name={field}
              label={t(`messaging.field.${field}` as SentenceKey)}
              isOptional={isOptional}
              maxLength={120}
            />
          ),
        )}
        <TextField name="baseUrl" label={t('messaging.channels.baseUrl')} maxLength={300} />
        {channel === 'sms' && (
          <WholeNumberField
            name="partPriceMills"
            label={t('messaging.channels.partPrice')}
            hint={t('messaging.channels.partPriceHint')}
          />
        )}
        <WholeNumberField name="perSecond" label={t('messaging.channels.perSecond')} />
        <WholeNumberField name="dayMost" label={t('messaging.channels.dayMost')} isOptional />
        {existing?.newsPath && (
          <Facts rows={[[t('messaging.channels.newsUrl'), `${window.location.origin}${existing.newsPath}`]]} />
        )}
        <SubmitButton>{t('messaging.save')}</SubmitButton>
      </CommandForm>
      {existing && (
        <CommandForm command={close} onSubmit={() => close.mutate({ channelAccountId: existing.id })}>
          <DangerButton>{t('messaging.channels.close')}</DangerButton>
        </CommandForm>
      )}
    </>
  )
}

function limitsOf({ perSecond, dayMost, partPriceMills }: Account) {
  return { perSecond, partPriceMills, ...(dayMost === null ? {} : { dayMost }) }
}

/** Never shown again. Left empty, the one that is there is kept. */
function SecretField({ name, isKept }: { name: string; isKept: boolean }) {
  useFormField(name)
  return (
    <Form.Item
      name={name}
      label={t(`messaging.field.${name}` as SentenceKey)}
      extra={isKept ? t('messaging.channels.secretKept') : undefined}
    >
      <Input.Password autoComplete="off" spellCheck={false} maxLength={200} />
    </Form.Item>
  )
}
