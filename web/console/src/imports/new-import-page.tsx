import { Steps } from 'antd'
import { useSearchParams } from 'react-router'
import { isUuid } from '#shared/ids.ts'
import { Page } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { ChooseStep } from './choose-step.tsx'
import { importKinds, type ImportKind } from './import-words.ts'
import './imports.css'
import { MatchStep } from './match-step.tsx'
import { TryStep } from './try-step.tsx'

const idOf = (text: string | null) => (text !== null && isUuid(text) ? text : null)

/**
 * From a file to records in three steps: choose, match the columns, try. The address holds the kept file and the try, so a
 * reload loses nothing.
 */
export function NewImportPage() {
  const [params, setParams] = useSearchParams()
  const kind = importKinds.find((each) => each === params.get('kind')) ?? 'members'
  const fileId = idOf(params.get('file'))
  const batchId = fileId && idOf(params.get('try'))
  const go = (next: { kind: ImportKind; file?: string; try?: string }) => setParams(next)
  return (
    <Page title={t('imports.start')} back={paths.imports()}>
      <Steps
        className="rg-import-steps"
        size="small"
        current={batchId ? 2 : fileId ? 1 : 0}
        items={[t('imports.step.choose'), t('imports.step.match'), t('imports.step.try')].map((title) => ({ title }))}
      />
      {!fileId && (
        <ChooseStep kind={kind} onKind={(next) => go({ kind: next })} onFile={(file) => go({ kind, file })} />
      )}
      {fileId && !batchId && (
        <MatchStep
          key={fileId}
          kind={kind}
          fileId={fileId}
          onBack={() => go({ kind })}
          onTried={(tried) => go({ kind, file: fileId, try: tried })}
        />
      )}
      {fileId && batchId && (
        <TryStep kind={kind} fileId={fileId} batchId={batchId} onBack={() => go({ kind, file: fileId })} />
      )}
    </Page>
  )
}
