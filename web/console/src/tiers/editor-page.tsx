import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { api, query, useCommand } from '@staff/api'
import { MoneyInput, Page, RefusalText, Section, useNotice } from '@staff/ui'
import {
  checkTerms,
  type Demotion,
  type Measure,
  mostLevels,
  type ProgrammeTerms,
  type Window,
} from '#modules/tiers/programme-rules.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { forgetDraft, keepDraft, readDraft } from '#console/ui/draft.ts'
import { Labelled, WholeInput } from './editor-inputs.tsx'
import { LevelEditor } from './level-editor.tsx'
import { firstProgramme, nextLevel } from './new-programme.ts'
import { PlainWords } from './plain-words.tsx'
import { SimulationPanel } from './simulation-panel.tsx'
import './tiers.css'

const programmeQuery = () => query(api.tierProgrammeGet, {})
const draftName = 'tier-programme'

export async function loader() {
  await queryClient.ensureQueryData(programmeQuery())
  return null
}

/** The programme's editor: levels and rules at the left, what they would do to the shop's own members at the right. */
export function TierEditorPage() {
  const { version, terms: published } = useSuspenseQuery(programmeQuery()).data
  const [terms, setTerms] = useState<ProgrammeTerms>(() => draftOf(version) ?? published ?? firstProgramme())
  useEffect(() => keepDraft(draftName, { version, terms }), [version, terms])
  const change = (part: Partial<ProgrammeTerms>) => setTerms((now) => ({ ...now, ...part }))
  return (
    <Page
      title={t(version === 0 ? 'tiers.editor.first' : 'tiers.editor.title')}
      lead={t('tiers.editor.lead')}
      crumbs={[{ label: t('tiers.title'), path: paths.tiers() }]}
      actions={<Publish version={version} terms={terms} />}
    >
      <div className="rg-tiers-editor">
        <div>
          <Section title={t('tiers.editor.rules')}>
            <RuleFields terms={terms} change={change} />
          </Section>
          <Levels terms={terms} change={change} />
        </div>
        <div className="rg-tiers-side">
          <SimulationPanel terms={terms} />
          <Section title={t('tiers.plain.title')}>
            <PlainWords terms={terms} />
          </Section>
        </div>
      </div>
    </Page>
  )
}

/** What was being edited before a reload, if nobody published meanwhile. */
function draftOf(version: number): ProgrammeTerms | null {
  const draft = readDraft(draftName) as { version?: number; terms?: ProgrammeTerms }
  return draft.version === version && draft.terms ? draft.terms : null
}

function Publish({ version, terms }: { version: number; terms: ProgrammeTerms }) {
  const notice = useNotice()
  const navigate = useNavigate()
  const publish = useCommand(api.tierProgrammePublish, {
    onSuccess: () => {
      forgetDraft(draftName)
      notice.done(t('tiers.editor.published'))
      void navigate(paths.tiers())
    },
  })
  return (
    <>
      <RefusalText error={publish.error} />
      <Button
        type="primary"
        loading={publish.isPending}
        disabled={checkTerms(terms) !== undefined}
        onClick={() => publish.mutate({ version, terms })}
      >
        {t('tiers.editor.publish')}
      </Button>
    </>
  )
}

const measures: readonly Measure[] = ['spend', 'visits', 'growth']
const windows: readonly Window[] = ['rolling_12_months', 'calendar_year', 'lifetime']
const demotions: readonly Demotion[] = ['one_step', 'to_balance', 'never']

type Editing = { terms: ProgrammeTerms; change: (part: Partial<ProgrammeTerms>) => void }

function RuleFields({ terms, change }: Editing) {
  const { measure, window, demotion, graceDays, growth } = terms
  return (
    <div className="rg-tiers-fields">
      <Labelled label={t('tiers.editor.measure')}>
        <Select<Measure>
          value={measure}
          aria-label={t('tiers.editor.measure')}
          onChange={(value) => change({ measure: value })}
          options={measures.map((value) => ({ value, label: t(`tiers.measure.${value}`) }))}
        />
      </Labelled>
      <Labelled label={t('tiers.editor.window')}>
        <Select<Window>
          value={window}
          aria-label={t('tiers.editor.window')}
          onChange={(value) => change({ window: value })}
          options={windows.map((value) => ({ value, label: t(`tiers.window.${value}`) }))}
        />
      </Labelled>
      {measure === 'growth' && (
        <>
          <Labelled label={t('tiers.editor.perCents')}>
            <MoneyInput
              label={t('tiers.editor.perCents')}
              value={growth.perCents}
              onChange={(cents) => change({ growth: { ...growth, perCents: cents ?? 0 } })}
            />
          </Labelled>
          <WholeInput
            label={t('tiers.editor.perVisit')}
            value={growth.perVisit}
            onChange={(perVisit) => change({ growth: { ...growth, perVisit } })}
          />
          <WholeInput
            label={t('tiers.editor.perAction')}
            value={growth.perAction ?? 0}
            onChange={(perAction) => change({ growth: { ...growth, perAction } })}
          />
        </>
      )}
      <Labelled label={t('tiers.editor.demotion')}>
        <Select<Demotion>
          value={demotion}
          aria-label={t('tiers.editor.demotion')}
          onChange={(value) => change({ demotion: value })}
          options={demotions.map((value) => ({ value, label: t(`tiers.demotion.${value}`) }))}
        />
      </Labelled>
      {demotion !== 'never' && (
        <WholeInput
          label={t('tiers.editor.graceDays')}
          value={graceDays}
          most={180}
          onChange={(value) => change({ graceDays: value })}
        />
      )}
    </div>
  )
}

function Levels({ terms, change }: Editing) {
  const { base, levels, measure } = terms
  const wrong = checkTerms(terms)
  return (
    <>
      <LevelEditor
        level={base}
        measure={null}
        tierId={null}
        onChange={({ name, colour, benefits }) => change({ base: { name, colour, benefits } })}
      />
      {levels.map((level, index) => (
        <LevelEditor
          key={level.tierId}
          level={level}
          measure={measure}
          tierId={level.tierId}
          onChange={(next) =>
            change({ levels: levels.map((each, place) => (place === index ? { ...each, ...next } : each)) })
          }
          {...(levels.length > 1 && {
            onRemove: () => change({ levels: levels.filter((each) => each.tierId !== level.tierId) }),
          })}
        />
      ))}
      {wrong && <p className="rg-refusal">{t(`tiers.wrong.${String(wrong.details.what) as Wrong}`)}</p>}
      {levels.length < mostLevels && (
        <Button icon={<PlusOutlined />} onClick={() => change({ levels: [...levels, nextLevel(terms)] })}>
          {t('tiers.editor.addLevel')}
        </Button>
      )}
    </>
  )
}

type Wrong =
  | 'levels'
  | 'tier_twice'
  | 'name_twice'
  | 'not_rising'
  | 'growth'
  | 'benefit_twice'
  | 'benefit_kind_twice'
  | 'base_benefit'
