import { useSuspenseQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { CommandForm, Facts, InstantText, Page, Section, SubmitButton, SwitchField, useNotice } from '@staff/ui'
import { type Channel, isMessageKind, type MessageKindCode } from '#modules/messaging/message-kinds-rules.ts'
import type { Language } from '#modules/messaging/template-rules.ts'
import { language, t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay } from '#app/session.ts'
import { TemplateEditor } from './template-editor.tsx'
import './messaging.css'

export type Kind = ResponseOf<typeof api.messageKindGet>

const kindQuery = (kind: MessageKindCode) => query(api.messageKindGet, { kind })

function kindParam(params: Readonly<Record<string, string | undefined>>): MessageKindCode {
  const { kind = '' } = params
  if (!isMessageKind(kind)) throw new Response(null, { status: 404 })
  return kind
}

export async function loader({ params }: { params: Readonly<Record<string, string | undefined>> }) {
  await queryClient.ensureQueryData(kindQuery(kindParam(params)))
  return null
}

/** One kind of message: whether and how it goes out, and its wording on each channel in each language. */
export function KindPage() {
  const code = kindParam(useParams())
  const kind = useSuspenseQuery(kindQuery(code)).data
  const may = useMay()
  const [channel, setChannel] = useState<Channel>(kind.possibleChannels[0]!)
  const [written, setWritten] = useState<Language>(language() === 'zh' ? 'zh' : 'en')
  const template = kind.templates.find((each) => each.channel === channel && each.language === written)!
  const versions = kind.versions.filter((each) => each.channel === channel && each.language === written)
  return (
    <Page title={t(`messaging.kind.${code}`)} lead={t(`messaging.topicText.${kind.topic}`)} back={paths.messageKinds()}>
      {may('messages.manage') && (
        <Section title={t('messaging.kinds.goesOut')}>
          <KindForm kind={kind} />
        </Section>
      )}
      <Section title={t('messaging.kinds.words')}>
        <p className="rg-message-hours">
          <Segmented
            aria-label={t('messaging.channelTitle')}
            value={channel}
            onChange={setChannel}
            options={kind.possibleChannels.map((value) => ({ value, label: t(`messaging.channel.${value}`) }))}
          />
          <Segmented
            aria-label={t('messaging.languageTitle')}
            value={written}
            onChange={setWritten}
            options={(['zh', 'en'] as const).map((value) => ({ value, label: t(`messaging.language.${value}`) }))}
          />
        </p>
        <TemplateEditor
          key={`${channel}/${written}/${template.version}`}
          kind={kind}
          template={template}
          mayEdit={may('messages.manage')}
        />
      </Section>
      {versions.length > 0 && (
        <Section title={t('messaging.kinds.versions')}>
          {versions.map(({ version, body, savedAt, savedBy }) => (
            <Facts
              key={version}
              rows={[
                [t('messaging.version'), String(version)],
                [t('messaging.kinds.words'), body],
                [t('messaging.kinds.savedAt'), <InstantText key="at" at={savedAt} />],
                [t('messaging.kinds.savedBy'), savedBy],
              ]}
            />
          ))}
        </Section>
      )}
    </Page>
  )
}

type KindFields = { isOn: boolean } & Partial<Record<Channel, boolean>>

function KindForm({ kind }: { kind: Kind }) {
  const notice = useNotice()
  const save = useCommand(api.messageKindSave, { onSuccess: () => notice.done(t('messaging.saved')) })
  const isOn = Object.fromEntries(kind.possibleChannels.map((channel) => [channel, kind.channels.includes(channel)]))
  const submit = (fields: KindFields) => {
    const chosen = kind.possibleChannels.filter((channel) => fields[channel])
    save.mutate({ kind: kind.kind, isOn: fields.isOn, channels: chosen })
  }
  return (
    <CommandForm<unknown, unknown, KindFields>
      command={save as never}
      initial={{ isOn: kind.isOn, ...isOn }}
      onSubmit={submit}
    >
      <div className="rg-message-ways">
        <SwitchField name="isOn" label={t('messaging.kinds.isOn')} />
        {kind.possibleChannels.map((channel) => (
          <SwitchField key={channel} name={channel} label={t(`messaging.channel.${channel}`)} />
        ))}
      </div>
      <SubmitButton>{t('messaging.save')}</SubmitButton>
    </CommandForm>
  )
}
