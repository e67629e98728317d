import { ImportOutlined, UndoOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { api, useCommand } from '@staff/api'
import { ConfirmDrawer, DangerButton, Facts, Page, RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { idParam, paths } from '#app/paths.ts'
import { useMay } from '#app/session.ts'
import { BatchResult, useBatch } from './batch-result.tsx'
import { kindWords, type Batch } from './import-words.ts'
import './imports.css'

/** One import, left and found again: how far it is, what it did, and the way back. */
export function ImportPage() {
  const batchId = idParam(useParams(), 'batchId')
  const may = useMay()
  const { data: batch } = useBatch(batchId)
  const [isUndoing, setUndoing] = useState(false)
  const mayUndo = batch?.status === 'done' && !batch.isDryRun && may('imports.undo')
  return (
    <Page
      title={t('imports.one')}
      back={paths.imports()}
      actions={
        <>
          {mayUndo && (
            <Button danger icon={<UndoOutlined />} onClick={() => setUndoing(true)}>
              {t('imports.undo.action')}
            </Button>
          )}
          <Link to={paths.newImport(batch ? { kind: batch.kind } : {})}>
            <Button icon={<ImportOutlined />}>{t('imports.another')}</Button>
          </Link>
        </>
      }
    >
      <BatchResult batchId={batchId} />
      {batch && <UndoDrawer batch={batch} open={isUndoing} onClose={() => setUndoing(false)} />}
    </Page>
  )
}

function UndoDrawer({ batch, open, onClose }: { batch: Batch; open: boolean; onClose: () => void }) {
  const undo = useCommand(api.importUndoCreate, { onSuccess: onClose })
  return (
    <ConfirmDrawer open={open} title={t('imports.undo.action')} onClose={onClose}>
      <Facts
        rows={[
          [t('imports.column.file'), batch.fileName],
          [t('imports.column.kind'), t(kindWords[batch.kind].label)],
          [t('imports.figure.imported'), batch.imported.toLocaleString()],
        ]}
      />
      <p className="rg-import-text">{t(`imports.undo.${batch.kind}`)}</p>
      <DangerButton block isBusy={undo.isPending} onClick={() => undo.mutate({ batchId: batch.id })}>
        {t('imports.undo.confirm')}
      </DangerButton>
      <RefusalText error={undo.error} />
    </ConfirmDrawer>
  )
}
