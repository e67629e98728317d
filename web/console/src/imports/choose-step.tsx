import { FileTextOutlined, InboxOutlined, ShopOutlined, UserOutlined } from '@ant-design/icons'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Spin } from 'antd'
import { useState, type ComponentType } from 'react'
import { newId } from '#shared/ids.ts'
import { api, query, send } from '@staff/api'
import { RefusalText, Section } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { importKinds, kindWords, type ImportKind } from './import-words.ts'
import { saveTemplate } from './template-file.ts'

const icons: Record<ImportKind, ComponentType> = {
  members: UserOutlined,
  products: ShopOutlined,
  sales: FileTextOutlined,
}

type ChooseStepProps = { kind: ImportKind; onKind: (kind: ImportKind) => void; onFile: (fileId: string) => void }

/** Step one: what the rows are, and the file itself, kept by the server until it is imported. */
export function ChooseStep({ kind, onKind, onFile }: ChooseStepProps) {
  return (
    <>
      <fieldset className="rg-import-kinds" aria-label={t('imports.step.kind')}>
        {importKinds.map((each) => {
          const Icon = icons[each]
          return (
            <label key={each} className={each === kind ? 'rg-chosen' : ''}>
              <input type="radio" name="kind" checked={each === kind} onChange={() => onKind(each)} />
              <Icon />
              <strong>{t(kindWords[each].label)}</strong>
              <span>{t(kindWords[each].hint)}</span>
            </label>
          )
        })}
      </fieldset>
      <Section>
        <FileDrop onFile={onFile} />
        <Template kind={kind} />
      </Section>
    </>
  )
}

function FileDrop({ onFile }: { onFile: (fileId: string) => void }) {
  const [isOver, setOver] = useState(false)
  const keep = useMutation({
    mutationFn: (file: File) => {
      const content = new Blob([file], { type: 'application/octet-stream' })
      return send(api.importFileCreate, { name: file.name.slice(-255), content }, { idempotencyKey: newId() })
    },
    onSuccess: ({ fileId }) => onFile(fileId),
  })
  const take = (files: FileList | null) => files?.[0] && keep.mutate(files[0])
  return (
    <>
      <label className={`rg-import-drop${isOver ? ' rg-chosen' : ''}`}>
        {/* Lies over the whole area: a browser's own field takes dropped files too. */}
        <input
          type="file"
          accept=".csv,.tsv,.txt,.xlsx,.gz"
          aria-label={t('imports.file.choose')}
          disabled={keep.isPending}
          onDragEnter={() => setOver(true)}
          onDragLeave={() => setOver(false)}
          onDrop={() => setOver(false)}
          onChange={(event) => {
            take(event.target.files)
            event.target.value = ''
          }}
        />
        {keep.isPending ? <Spin /> : <InboxOutlined />}
        <strong>
          {keep.isPending ? t('imports.file.sending', { name: keep.variables.name }) : t('imports.file.drop')}
        </strong>
        <span>{t('imports.file.formats')}</span>
      </label>
      <RefusalText error={keep.error} />
    </>
  )
}

function Template({ kind }: { kind: ImportKind }) {
  const { data } = useQuery(query(api.importFieldList, { kind }))
  return (
    <p className="rg-import-template">
      {t('imports.template.text')}
      <Button type="link" disabled={!data} onClick={() => data && saveTemplate(kind, data.items)}>
        {t('imports.template.download', { kind: t(kindWords[kind].label) })}
      </Button>
    </p>
  )
}
