import { PlusOutlined } from '@ant-design/icons'
import { Button, Input, Segmented } from 'antd'
import { useState } from 'react'
import { api, useCommand, type InputOf } from '@staff/api'
import { ConfirmDrawer, RefusalText, StillNeeded, useNotice } from '@staff/ui'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import type { PassComponent, PlanKind, PlanTerms } from '#modules/passes/plan-types.ts'
import { newId } from '#shared/ids.ts'
import { always } from '#shared/recurring-times.ts'
import { t } from '#app/i18n.ts'
import { MoneyField } from '#console/coupons/money-field.tsx'
import { MomentInput } from '#console/promotions/moment-field.tsx'
import '#console/promotions/promotions.css'
import { ComponentFields } from './component-fields.tsx'
import { ContractText } from './contract-text.tsx'
import { planKinds, type Plan } from './pass-words.ts'
import { TermsFields } from './terms-fields.tsx'

type Draft = { kind: PlanKind; name: string; priceCents: number; terms: PlanTerms; opensAt: string | null }
type PlanDrawerProps = { open: boolean; plan: Plan | null; onClose: () => void }

function newComponent(kind: PlanKind): PassComponent {
  return {
    ...{
      id: newId(),
      name: '',
      units: kind === 'term' ? null : 10,
      listCents: kind === 'term' ? 0 : 20_000,
      isGift: false,
    },
    ...{ quotas: [], scope: wholeCatalogue, staffGrades: [], storeIds: null, times: always },
  }
}

/** What each kind usually is: a start that somebody changes, not a form to be filled from nothing. */
function newDraft(kind: PlanKind): Draft {
  return {
    ...{ kind, name: '', priceCents: 0, opensAt: null },
    terms: {
      components: kind === 'membership' ? [] : [newComponent(kind)],
      validity: { unit: 'year', count: 1 },
      activation: kind === 'count' ? { kind: 'first_use', latestDays: 90 } : { kind: 'on_sale' },
      freeze: kind === 'membership' ? null : { maxDays: 60, maxTimes: 2, minDays: 7, feeCents: 0 },
      transfer: { feeCents: 0 },
      renewal: { lockDays: 30, isAuto: kind !== 'count', noticeDays: 7 },
      family: null,
      benefits: kind === 'membership' ? [{ kind: 'priority', level: 1 }] : [],
    },
  }
}

/** Makes a plan, or a new version of it for what is sold from now on. The contract is read while it is typed. */
export function PlanDrawer({ open, plan, onClose }: PlanDrawerProps) {
  return (
    <ConfirmDrawer open={open} size="large" title={t(plan ? 'passes.plan.edit' : 'passes.plan.add')} onClose={onClose}>
      <Editor plan={plan} onClose={onClose} />
    </ConfirmDrawer>
  )
}

function Editor({ plan, onClose }: Omit<PlanDrawerProps, 'open'>) {
  const notice = useNotice()
  const [draft, setDraft] = useState<Draft>(() =>
    plan
      ? { kind: plan.kind, name: plan.name, priceCents: plan.priceCents, terms: plan.terms, opensAt: plan.opensAt }
      : newDraft('count'),
  )
  const done = {
    changes: [api.planList, api.planGet, api.tillPlanList, api.itemList, api.tillCatalogGet],
    onSuccess: () => {
      notice.done(t(plan ? 'passes.plan.saved' : 'passes.plan.made'))
      onClose()
    },
  }
  const create = useCommand(api.planCreate, done)
  const change = useCommand(api.planChange, done)
  const shown = { ...draft, name: draft.name.trim() }
  const body = shown as InputOf<typeof api.planCreate> // read-only lists on our side
  const setTerms = (terms: Partial<PlanTerms>) => setDraft({ ...draft, terms: { ...draft.terms, ...terms } })
  const { components } = draft.terms
  const hasUnnamedPart = components.some(({ name }) => name.trim() === '')
  const isWhole = body.name !== '' && !hasUnnamedPart
  return (
    <form
      className="rg-terms"
      onSubmit={(event) => {
        event.preventDefault()
        if (plan) change.mutate({ planId: plan.planId, version: plan.version, ...body })
        else create.mutate(body)
      }}
    >
      {!plan && (
        <Segmented<PlanKind>
          block
          aria-label={t('passes.plan.kind')}
          options={planKinds.map((kind) => ({ value: kind, label: t(`passes.kind.${kind}`) }))}
          value={draft.kind}
          onChange={(kind) =>
            setDraft({ ...newDraft(kind), name: draft.name, priceCents: draft.priceCents, opensAt: draft.opensAt })
          }
        />
      )}
      <div className="rg-terms-row">
        <label className="rg-terms-field">
          <span className="rg-terms-label">{t('passes.plan.name')}</span>
          <Input
            value={draft.name}
            maxLength={80}
            autoFocus
            required
            placeholder={t('passes.plan.nameHint')}
            onChange={(event) => setDraft({ ...draft, name: event.target.value })}
          />
        </label>
        <MoneyField
          label={t('passes.plan.price')}
          cents={draft.priceCents}
          onChange={(cents) => setDraft({ ...draft, priceCents: cents ?? 0 })}
        />
      </div>
      <div className="rg-terms-field">
        <span className="rg-terms-label">{t('catalog.field.opensAt')}</span>
        <MomentInput
          label={t('catalog.field.opensAt')}
          value={draft.opensAt}
          onChange={(opensAt) => setDraft({ ...draft, opensAt })}
        />
        <small className="rg-faint">{t('catalog.hint.opensAt')}</small>
      </div>
      {components.map((component, index) => (
        <ComponentFields
          key={component.id}
          component={component}
          number={index + 1}
          onChange={(next) => setTerms({ components: components.map((each) => (each.id === next.id ? next : each)) })}
          onRemove={() => setTerms({ components: components.filter(({ id }) => id !== component.id) })}
        />
      ))}
      <Button
        icon={<PlusOutlined />}
        onClick={() => setTerms({ components: [...components, newComponent(draft.kind)] })}
      >
        {t('passes.part.add')}
      </Button>
      <TermsFields terms={draft.terms} onChange={setTerms} />
      <section className="rg-contract-preview" aria-live="polite">
        <small>{t('passes.plan.preview')}</small>
        <ContractText
          plan={{
            ...shown,
            name: shown.name || t('passes.plan.name'),
            terms: {
              ...shown.terms,
              components: components.map((part) => ({ ...part, name: part.name.trim() || t('passes.part.name') })),
            },
          }}
        />
        {plan && <p className="rg-faint">{t('passes.plan.versionHint', { count: plan.live })}</p>}
      </section>
      <Button type="primary" htmlType="submit" block loading={create.isPending || change.isPending} disabled={!isWhole}>
        {t(plan ? 'passes.plan.save' : 'passes.plan.add')}
      </Button>
      <StillNeeded fields={[body.name === '' && t('passes.plan.name'), hasUnnamedPart && t('passes.part.name')]} />
      <RefusalText error={create.error ?? change.error} />
    </form>
  )
}
