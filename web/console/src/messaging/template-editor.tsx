import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { api, useCommand } from '@staff/api'
import { CommandForm, RefusalText, SubmitButton, TextField, useNotice } from '@staff/ui'
import { topicRules } from '#modules/messaging/message-kinds-rules.ts'
import { fillTemplate, finishText, smsParts, stopWords } from '#modules/messaging/template-rules.ts'
import { isRefusal } from '#shared/refusal.ts'
import { t } from '#app/i18n.ts'
import type { Kind } from './kind-page.tsx'
import { millsText, variableName } from './message-words.ts'
import { PhoneBubble } from './phone-bubble.tsx'

type Template = Kind['templates'][number]
type EditorProps = { kind: Kind; template: Template; mayEdit: boolean }

/** The wording of a kind on one channel in one language, with what a member would read beside it. */
export function TemplateEditor({ kind, template, mayEdit }: EditorProps) {
  const notice = useNotice()
  const [title, setTitle] = useState(template.title)
  const [body, setBody] = useState(template.body)
  const [codes, setCodes] = useState(template.providerCodes)
  const save = useCommand(api.messageTemplateSave, { onSuccess: () => notice.done(t('messaging.saved')) })
  const { channel } = template
  const isSms = channel === 'sms'
  const submit = () => save.mutate({ kind: kind.kind, ...template, title, body, providerCodes: withoutEmpty(codes) })
  return (
    <div className="rg-message-editor">
      <Form layout="vertical" disabled={!mayEdit}>
        {!isSms && (
          <Form.Item label={t('messaging.editor.title')} htmlFor="message-title">
            <Input id="message-title" value={title} maxLength={80} onChange={(event) => setTitle(event.target.value)} />
          </Form.Item>
        )}
        <Form.Item label={t('messaging.editor.body')} htmlFor="message-body">
          <Input.TextArea
            id="message-body"
            className="rg-growing"
            rows={4}
            value={body}
            maxLength={1_000}
            onChange={(event) => setBody(event.target.value)}
          />
        </Form.Item>
        <div className="rg-message-variables" role="group" aria-label={t('messaging.editor.variables')}>
          {kind.variables.map(({ name, isOptional }) => (
            <Button
              key={name}
              size="small"
              onClick={() => setBody(`${body}{{${name}${isOptional ? `|${t('messaging.editor.fallback')}` : ''}}}`)}
            >
              {variableName(name)}
            </Button>
          ))}
        </div>
        {isSms &&
          (['aliyun', 'tencent'] as const).map((provider) => (
            <Form.Item
              key={provider}
              label={t(`messaging.editor.code.${provider}`)}
              htmlFor={`message-code-${provider}`}
              extra={t('messaging.editor.codeHint')}
            >
              <Input
                id={`message-code-${provider}`}
                value={codes[provider] ?? ''}
                maxLength={60}
                onChange={(event) => setCodes({ ...codes, [provider]: event.target.value.trim() })}
              />
            </Form.Item>
          ))}
        <RefusalText error={save.error} />
        {mayEdit && (
          <SubmitButton isBusy={save.isPending} onClick={submit}>
            {t('messaging.editor.save')}
          </SubmitButton>
        )}
      </Form>
      <div>
        <Preview kind={kind} template={{ ...template, title, body }} />
        {mayEdit && channel !== 'inbox' && <TestForm kind={kind} template={template} channel={channel} />}
      </div>
    </div>
  )
}

function withoutEmpty(codes: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(codes).filter(([, code]) => code !== ''))
}

/** The wording filled with a sample, and what it costs to send. */
function Preview({ kind, template }: { kind: Kind; template: Template }) {
  const { channel, language, title, body } = template
  const [filledTitle, filled] = [fillTemplate(title, kind.sample), fillTemplate(body, kind.sample)]
  if (isRefusal(filled) || isRefusal(filledTitle))
    return <p className="rg-faint">{t('messaging.editor.unknownVariable')}</p>
  const { saysHowToStop } = topicRules[kind.topic]
  const text = channel === 'sms' ? finishText(filled, { sign: kind.sign, language, saysHowToStop }) : filled
  const parts = smsParts(text)
  return (
    <>
      <PhoneBubble channel={channel} words={{ title: channel === 'sms' ? '' : filledTitle, body: text }} />
      {channel === 'sms' && (
        <p className="rg-faint">
          {t('messaging.editor.length', {
            letters: text.length,
            count: parts,
            cost: millsText(parts * kind.partPriceMills),
          })}
        </p>
      )}
      {channel === 'sms' && saysHowToStop && (
        <p className="rg-faint">{t('messaging.editor.lawful', { stop: stopWords[language] })}</p>
      )}
    </>
  )
}

type TestProps = { kind: Kind; template: Template; channel: 'sms' | 'email' }

function TestForm({ kind, template, channel }: TestProps) {
  const notice = useNotice()
  const test = useCommand(api.messageTestSend, { onSuccess: () => notice.done(t('messaging.editor.tested')) })
  return (
    <CommandForm<unknown, unknown, { address: string }>
      command={test as never}
      onSubmit={({ address }) => test.mutate({ kind: kind.kind, channel, language: template.language, address })}
    >
      <TextField
        name="address"
        label={t(channel === 'sms' ? 'messaging.editor.testPhone' : 'messaging.editor.testEmail')}
        hint={t('messaging.editor.testHint')}
        maxLength={200}
      />
      <SubmitButton>{t('messaging.editor.test')}</SubmitButton>
    </CommandForm>
  )
}
