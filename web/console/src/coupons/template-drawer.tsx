import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import { api, useCommand } from '@staff/api'
import { ConfirmDrawer, RefusalText, StillNeeded, useNotice } from '@staff/ui'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import { t } from '#app/i18n.ts'
import { useStoreNames } from '#console/members/use-store-names.ts'
import { MomentInput } from '#console/promotions/moment-field.tsx'
import { Whole } from '#console/promotions/number-inputs.tsx'
import '#console/promotions/promotions.css'
import { useNames } from '#console/promotions/use-names.ts'
import { CouponFace } from './coupon-face.tsx'
import {
  type Benefit,
  issuingWords,
  namedInTerms,
  restrictionWords,
  type Template,
  type Terms,
  validityWords,
} from './coupon-words.ts'
import { MoneyField } from './money-field.tsx'
import { ValidityFields, WhereFields } from './where-fields.tsx'
import { WorthFields } from './worth-fields.tsx'

type Draft = Pick<
  Template,
  | 'name'
  | 'note'
  | 'terms'
  | 'validity'
  | 'isClaimable'
  | 'claimOpensAt'
  | 'totalLimit'
  | 'memberLimit'
  | 'budgetCents'
  | 'returnGraceDays'
>

const newDraft = (): Draft => ({
  name: '',
  note: '',
  terms: {
    benefit: { kind: 'amount', offCents: 1_000 },
    thresholdCents: 10_000,
    scope: structuredClone(wholeCatalogue) as Terms['scope'],
    storeIds: null,
    times: { weekdays: [], monthDays: [], hours: [] },
    stacking: { group: 'coupon', perSale: 1, withPromotions: true, withMemberPrice: true },
    priority: 100,
  },
  validity: { kind: 'after_issue', startsAfterDays: 0, days: 30 },
  isClaimable: false,
  claimOpensAt: null,
  totalLimit: null,
  memberLimit: 1,
  budgetCents: null,
  returnGraceDays: 7,
})

function draftOf(template: EditedTemplate): Draft {
  const { name, note, terms, validity, isClaimable, claimOpensAt, totalLimit, memberLimit } = template
  const { budgetCents, returnGraceDays } = template
  const issuing = { isClaimable, claimOpensAt, totalLimit, memberLimit, budgetCents, returnGraceDays }
  return { name, note, terms, validity, ...issuing }
}

type EditedTemplate = Draft & { couponTemplateId: string; version: number }
type TemplateDrawerProps = { open: boolean; template: EditedTemplate | null; onClose: () => void }

/** Makes a kind of coupon, or changes it for what is issued from now on. The ticket shows what a member will read. */
export function TemplateDrawer({ open, template, onClose }: TemplateDrawerProps) {
  return (
    <ConfirmDrawer open={open} size="large" title={t(template ? 'coupons.edit' : 'coupons.add')} onClose={onClose}>
      <Editor template={template} onClose={onClose} />
    </ConfirmDrawer>
  )
}

function Editor({ template, onClose }: Omit<TemplateDrawerProps, 'open'>) {
  const notice = useNotice()
  const [draft, setDraft] = useState(() => (template ? draftOf(template) : newDraft()))
  const done = {
    changes: [api.couponTemplateList, api.couponTemplateGet],
    onSuccess: () => {
      notice.done(t(template ? 'coupons.saved' : 'coupons.made'))
      onClose()
    },
  }
  const create = useCommand(api.couponTemplateCreate, done)
  const change = useCommand(api.couponTemplateChange, done)
  const body = { ...draft, name: draft.name.trim() }
  const submit = () =>
    template
      ? change.mutate({ couponTemplateId: template.couponTemplateId, version: template.version, ...body })
      : create.mutate(body)
  return (
    <form
      className="rg-terms"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <label className="rg-terms-field">
        <span className="rg-terms-label">{t('coupons.field.name')}</span>
        <Input
          value={draft.name}
          maxLength={60}
          autoFocus
          required
          placeholder={t('coupons.field.nameHint')}
          onChange={(event) => setDraft({ ...draft, name: event.target.value })}
        />
      </label>
      <WorthFields terms={draft.terms} onChange={(terms) => setDraft({ ...draft, terms })} />
      <ValidityFields validity={draft.validity} onChange={(validity) => setDraft({ ...draft, validity })} />
      <WhereFields terms={draft.terms} onChange={(terms) => setDraft({ ...draft, terms })} />
      <Issuing draft={draft} onChange={setDraft} />
      <Preview draft={draft} />
      <Button
        type="primary"
        htmlType="submit"
        block
        loading={create.isPending || change.isPending}
        disabled={body.name === '' || !isWhole(draft.terms.benefit)}
      >
        {t(template ? 'coupons.save' : 'coupons.add')}
      </Button>
      <StillNeeded
        fields={[
          body.name === '' && t('coupons.field.name'),
          !isWhole(draft.terms.benefit) && t('coupons.field.worth'),
        ]}
      />
      <RefusalText error={create.error ?? change.error} />
    </form>
  )
}

const isWhole = (benefit: Benefit) =>
  benefit.kind === 'gift' ? benefit.productId !== '' : benefit.kind === 'percent' || benefit.offCents > 0

function Issuing({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  const none = t('coupons.field.noLimit')
  return (
    <fieldset className="rg-terms-group">
      <legend>{t('coupons.field.issuing')}</legend>
      <div className="rg-terms-row">
        <Whole
          label={t('coupons.field.totalLimit')}
          value={draft.totalLimit}
          placeholder={none}
          onClear={() => onChange({ ...draft, totalLimit: null })}
          onChange={(totalLimit) => onChange({ ...draft, totalLimit })}
        />
        <Whole
          label={t('coupons.field.memberLimit')}
          max={1000}
          value={draft.memberLimit}
          placeholder={none}
          onClear={() => onChange({ ...draft, memberLimit: null })}
          onChange={(memberLimit) => onChange({ ...draft, memberLimit })}
        />
        <MoneyField
          label={t('coupons.field.budget')}
          cents={draft.budgetCents}
          onChange={(cents) => onChange({ ...draft, budgetCents: cents || null })}
        />
        <Whole
          label={t('coupons.field.grace')}
          min={0}
          max={90}
          value={draft.returnGraceDays}
          onChange={(returnGraceDays) => onChange({ ...draft, returnGraceDays })}
        />
      </div>
      <Checkbox
        checked={draft.isClaimable}
        onChange={({ target: { checked } }) =>
          onChange({ ...draft, isClaimable: checked, claimOpensAt: checked ? draft.claimOpensAt : null })
        }
      >
        {t('coupons.field.claimable')}
      </Checkbox>
      {draft.isClaimable && (
        <div className="rg-terms-field">
          <span className="rg-terms-label">{t('coupons.field.claimOpens')}</span>
          <MomentInput
            label={t('coupons.field.claimOpens')}
            value={draft.claimOpensAt}
            onChange={(claimOpensAt) => onChange({ ...draft, claimOpensAt })}
          />
          <small className="rg-faint">{t('coupons.field.claimOpensHint')}</small>
        </div>
      )}
      <label className="rg-terms-field">
        <span className="rg-terms-label">{t('coupons.field.note')}</span>
        <Input.TextArea
          rows={2}
          maxLength={300}
          className="rg-growing"
          value={draft.note}
          onChange={(event) => onChange({ ...draft, note: event.target.value })}
        />
      </label>
    </fieldset>
  )
}

function Preview({ draft }: { draft: Draft }) {
  const nameOf = useNames(namedInTerms(draft.terms))
  const words = [...restrictionWords(draft.terms, nameOf, useStoreNames()), ...issuingWords(draft)]
  return (
    <div className="rg-coupon-card" aria-live="polite">
      <small className="rg-faint">{t('coupons.preview')}</small>
      <CouponFace name={draft.name} terms={draft.terms} when={validityWords(draft.validity)} />
      {words.length > 0 && (
        <ul className="rg-coupon-limits">
          {words.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
