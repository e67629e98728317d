import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Button, Form, Input, Skeleton } from 'antd'
import { useState } from 'react'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  InstantText,
  Page,
  RefusalText,
  Section,
  StatusTag,
  SubmitButton,
  useNotice,
} from '@staff/ui'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { purposeWords } from '#console/members/member-words.ts'
import { SettingsTabs } from './settings-tabs.tsx'
import './settings.css'

type ConsentText = ResponseOf<typeof api.consentTextList>['items'][number]

const textsQuery = () => query(api.consentTextList, {})

export async function loader() {
  await queryClient.ensureQueryData(textsQuery())
  return null
}

/** What members are asked to agree to, word for word, and every version that anybody ever agreed to. */
export function ConsentTextsPage() {
  const { items } = useSuspenseQuery(textsQuery()).data
  const [publishing, setPublishing] = useState<ConsentText | null>(null)
  const [looking, setLooking] = useState<ConsentText | null>(null)
  return (
    <Page title={t('settings.title')} lead={t('settings.consents.lead')}>
      <SettingsTabs />
      {items.map((text) => (
        <Section
          key={text.purpose}
          title={
            <span className="rg-named">
              {t(purposeWords[text.purpose])}
              <StatusTag>{t('settings.consents.version', { version: text.version })}</StatusTag>
            </span>
          }
          actions={
            <>
              <Button size="small" type="text" onClick={() => setLooking(text)}>
                {t('settings.consents.versions')}
              </Button>
              <Button size="small" onClick={() => setPublishing(text)}>
                {t('settings.consents.publish')}
              </Button>
            </>
          }
        >
          <ConsentWords text={text} />
        </Section>
      ))}
      <PublishDrawer text={publishing} onClose={() => setPublishing(null)} />
      <ConfirmDrawer
        open={looking !== null}
        title={looking ? t('settings.consents.versionsOf', { purpose: t(purposeWords[looking.purpose]) }) : ''}
        onClose={() => setLooking(null)}
        size="large"
      >
        {looking && <Versions purpose={looking.purpose} />}
      </ConfirmDrawer>
    </Page>
  )
}

function ConsentWords({ text: { zh, en } }: { text: Pick<ConsentText, 'zh' | 'en'> }) {
  return (
    <div className="rg-consent-words">
      <p lang="zh-CN">{zh}</p>
      <p lang="en" className="rg-faint">
        {en}
      </p>
    </div>
  )
}

function PublishDrawer({ text, onClose }: { text: ConsentText | null; onClose: () => void }) {
  const notice = useNotice()
  const publish = useCommand(api.consentTextCreate, {
    onSuccess: ({ version }) => {
      onClose()
      notice.done(t('settings.consents.published', { version }))
    },
  })
  const rules = [{ required: true, whitespace: true, message: t('ui.field.required') }]
  return (
    <ConfirmDrawer
      open={text !== null}
      title={text ? t('settings.consents.publishOf', { purpose: t(purposeWords[text.purpose]) }) : ''}
      onClose={onClose}
      size="large"
    >
      {text && (
        <CommandForm
          command={publish}
          initial={{ zh: text.zh, en: text.en }}
          onSubmit={({ zh, en }: { zh: string; en: string }) => publish.mutate({ purpose: text.purpose, zh, en })}
        >
          <p className="rg-drawer-text">{t('settings.consents.publishText')}</p>
          <Form.Item name="zh" label={t('settings.consents.zh')} rules={rules}>
            <Input.TextArea rows={5} maxLength={2000} className="rg-growing" lang="zh-CN" />
          </Form.Item>
          <Form.Item name="en" label={t('settings.consents.en')} rules={rules}>
            <Input.TextArea rows={5} maxLength={2000} className="rg-growing" lang="en" />
          </Form.Item>
          <SubmitButton block>{t('settings.consents.confirm', { version: text.version + 1 })}</SubmitButton>
        </CommandForm>
      )}
    </ConfirmDrawer>
  )
}

function Versions({ purpose }: { purpose: ConsentText['purpose'] }) {
  const versions = useQuery(query(api.consentTextVersionList, { purpose }))
  if (versions.isError) return <RefusalText error={versions.error} />
  if (!versions.data) return <Skeleton active />
  return (
    <ol className="rg-consent-versions">
      {versions.data.items.map((text, index) => (
        <li key={text.version}>
          <div className="rg-consent-version">
            <strong>{t('settings.consents.version', { version: text.version })}</strong>
            {index === 0 && <StatusTag tone="good">{t('settings.consents.inForce')}</StatusTag>}
            <span className="rg-faint">
              {text.publishedAt ? <InstantText at={text.publishedAt} /> : t('settings.consents.builtIn')}
              {text.publishedBy && ` · ${text.publishedBy}`}
            </span>
          </div>
          <ConsentWords text={text} />
        </li>
      ))}
    </ol>
  )
}
