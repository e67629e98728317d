import { useQuery } from '@tanstack/react-query'
import { Button, Select, Skeleton } from 'antd'
import { api, query, useCommand } from '@staff/api'
import { RefusalText, Section, SubmitButton } from '@staff/ui'
import { language, t } from '#app/i18n.ts'
import { useSession, useStore } from '#app/session.ts'
import { useCustomFields } from './field-names.ts'
import { fieldName, type FileLook, type ImportKind, type Mapping, type TargetField } from './import-words.ts'
import { gapsOf, guessedMapping, type MappingGap } from './mapping-draft-rules.ts'
import { useImportDraft } from './mapping-draft.ts'
import { MappingTable } from './mapping-table.tsx'
import { ReadingOptions } from './reading-options.tsx'
import { SampleTable } from './sample-table.tsx'

type MatchStepProps = { kind: ImportKind; fileId: string; onBack: () => void; onTried: (batchId: string) => void }

/** Step two: which column fills which field, guessed from the headers and put right by hand. */
export function MatchStep({ kind, fileId, onBack, onTried }: MatchStepProps) {
  const look = useQuery({ ...query(api.importFileGet, { fileId, kind }), staleTime: Infinity })
  const fields = useQuery(query(api.importFieldList, { kind }))
  const mappings = useQuery(query(api.importMappingList, {}))
  const error = look.error ?? fields.error ?? mappings.error
  if (error) {
    return (
      <Section>
        <div className="rg-import-broken">
          <RefusalText error={error} />
          <Button onClick={onBack}>{t('imports.file.other')}</Button>
        </div>
      </Section>
    )
  }
  if (!look.data || !fields.data || !mappings.data) return <Skeleton active paragraph={{ rows: 8 }} />
  return (
    <Matcher
      fileId={fileId}
      look={look.data}
      targets={fields.data.items}
      shipped={mappings.data.items.filter((mapping) => mapping.kind === kind)}
      onBack={onBack}
      onTried={onTried}
      kind={kind}
    />
  )
}

type MatcherProps = MatchStepProps & { look: FileLook; targets: readonly TargetField[]; shipped: readonly Mapping[] }

function Matcher({ kind, fileId, look, targets, shipped, onBack, onTried }: MatcherProps) {
  const store = useStore()
  const custom = useCustomFields(kind)
  const [draft, setDraft] = useImportDraft(fileId, () => ({
    mapping: guessedMapping(kind, look),
    storeId: store.id || null,
  }))
  const { mapping } = draft
  const setMapping = (next: Mapping) => setDraft({ ...draft, mapping: next })
  const start = useCommand(api.importCreate, { onSuccess: ({ batchId }) => onTried(batchId) })
  const gaps = gapsOf(mapping, targets)
  const allTargets = [
    ...targets,
    ...[...custom.keys()].map((code) => ({ name: `custom:${code}`, type: 'text', isNeeded: false })),
  ]
  return (
    <>
      <Section
        title={look.name}
        actions={
          <Button size="small" onClick={onBack}>
            {t('imports.file.other')}
          </Button>
        }
      >
        <SampleTable look={look} mapping={mapping} />
      </Section>
      <Section
        title={t('imports.match.fields')}
        actions={
          <ReadyMappings
            shipped={shipped}
            chosen={mapping}
            onChoose={(next) => setMapping(next ?? guessedMapping(kind, look))}
          />
        }
      >
        <MappingTable
          mapping={mapping}
          look={look}
          targets={allTargets}
          missing={gaps.flatMap((gap) => (gap.kind === 'field' ? [gap.name] : []))}
          nameOf={(name) => fieldName(kind, name, custom)}
          onChange={setMapping}
        />
        <ReadingOptions draft={draft} onChange={setDraft} stores={useSession().stores} />
        <Gaps gaps={gaps} nameOf={(name) => fieldName(kind, name, custom)} />
        <div className="rg-import-foot">
          <SubmitButton
            disabled={gaps.length > 0}
            isBusy={start.isPending}
            onClick={() => start.mutate({ fileId, mapping, storeId: draft.storeId, isDryRun: true })}
          >
            {t('imports.match.try')}
          </SubmitButton>
          <span>{t('imports.match.tryHint')}</span>
          <RefusalText error={start.error} />
        </div>
      </Section>
    </>
  )
}

type ReadyMappingsProps = {
  shipped: readonly Mapping[]
  chosen: Mapping
  onChoose: (mapping: Mapping | undefined) => void
}

/** Mappings that come with the system, for files of systems that shops come from. */
function ReadyMappings({ shipped, chosen, onChoose }: ReadyMappingsProps) {
  if (shipped.length === 0) return null
  return (
    <Select
      className="rg-import-ready"
      allowClear
      placeholder={t('imports.match.ready')}
      aria-label={t('imports.match.ready')}
      value={shipped.some(({ name }) => name === chosen.name) ? chosen.name : null}
      options={shipped.map(({ name, title }) => ({ value: name, label: title?.[language()] ?? name }))}
      onChange={(name: string | null | undefined) => onChoose(shipped.find((mapping) => mapping.name === name))}
    />
  )
}

function Gaps({ gaps, nameOf }: { gaps: readonly MappingGap[]; nameOf: (name: string) => string }) {
  if (gaps.length === 0) return null
  return (
    <div className="rg-import-gaps" role="status">
      <ul>
        {gaps.map((gap) =>
          gap.kind === 'field' ? (
            <li key={gap.name}>{t('imports.match.gap', { field: nameOf(gap.name) })}</li>
          ) : (
            <li key="bonus">{t('imports.match.bonusGap')}</li>
          ),
        )}
      </ul>
    </div>
  )
}
