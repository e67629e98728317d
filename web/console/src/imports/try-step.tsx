import { Button } from 'antd'
import { useNavigate } from 'react-router'
import { api, useCommand } from '@staff/api'
import { RefusalText, Section, SubmitButton } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { BatchResult, useBatch } from './batch-result.tsx'
import { isAtWork, type ImportKind } from './import-words.ts'
import { forgetImportDraft, readImportDraft } from './mapping-draft.ts'

type TryStepProps = { kind: ImportKind; fileId: string; batchId: string; onBack: () => void }

/** Step three: what would happen, without anything having happened; then the import itself. */
export function TryStep({ kind, fileId, batchId, onBack }: TryStepProps) {
  const navigate = useNavigate()
  const { data: batch } = useBatch(batchId)
  const draft = readImportDraft(fileId)
  const start = useCommand(api.importCreate, {
    onSuccess: ({ batchId: started }) => {
      forgetImportDraft(fileId)
      return navigate(paths.importBatch({ batchId: started }), { replace: true })
    },
  })
  const isReady = batch?.status === 'done' && batch.imported > 0 && draft !== null
  const imports = batch?.imported ?? 0
  return (
    <>
      <BatchResult batchId={batchId} />
      {batch && !isAtWork(batch) && (
        <Section>
          <div className="rg-import-foot">
            <Button onClick={onBack}>{t('imports.try.back')}</Button>
            {isReady && (
              <SubmitButton
                isBusy={start.isPending}
                onClick={() =>
                  start.mutate({ fileId, mapping: draft.mapping, storeId: draft.storeId, isDryRun: false })
                }
              >
                {t(`imports.try.${kind}`, { count: imports })}
              </SubmitButton>
            )}
            <span>{trySentence(batch.status === 'done', imports, batch.rejected)}</span>
            <RefusalText error={start.error} />
          </div>
        </Section>
      )}
    </>
  )
}

function trySentence(isDone: boolean, imports: number, rejected: number): string {
  if (!isDone) return t('imports.try.failedHint')
  if (imports === 0) return t('imports.try.nothing')
  return rejected > 0 ? t('imports.try.partHint') : t('imports.try.hint')
}
