import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { api, useCommand } from '@staff/api'
import { ConfirmDrawer, MoneyInput, RefusalText, StillNeeded, useNotice } from '@staff/ui'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import { addDays, localDay } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'
import { useStore } from '#app/session.ts'
import { Whole } from './number-inputs.tsx'
import { newOffer } from './new-offer.ts'
import { instantOf, type LocalTime, localTimeOf } from './local-time-rules.ts'
import { OfferEditor } from './offer-editor.tsx'
import { PeriodEditor, ValidFromEditor } from './period-editor.tsx'
import { PromotionPreview } from './promotion-preview.tsx'
import {
  hasOwnGoods,
  namedInTerms,
  offerKinds,
  promotionSentence,
  type PromotionRow,
  type Scope,
  type Terms,
} from './promotion-words.ts'
import { ScopeEditor } from './scope-editor.tsx'
import { StackingEditor } from './stacking-editor.tsx'
import { TimesEditor } from './times-editor.tsx'
import { useNames } from './use-names.ts'
import { WhoEditor } from './who-editor.tsx'
import { useStoreNames } from '#console/members/use-store-names.ts'

type Draft = {
  name: string
  terms: Terms
  from: LocalTime
  until: LocalTime
  /** From when a change holds; null: at once. */
  validFrom: LocalTime | null
  useLimit: number | null
  memberLimit: number | null
  budgetCents: number | null
}

const newTerms = (): Terms => ({
  offer: newOffer('threshold_off'),
  scope: structuredClone(wholeCatalogue) as Scope,
  storeIds: null,
  isMembersOnly: false,
  tierIds: null,
  times: { weekdays: [], monthDays: [], hours: [] },
  stacking: { group: 'promotion', per: 'line', withCoupons: true, withMemberPrice: true },
  priority: 100,
})

function draftOf(promotion: PromotionRow | null, timeZone: string): Draft {
  if (!promotion) {
    const today = localDay(new Date(), timeZone)
    const limits = { useLimit: null, memberLimit: null, budgetCents: null }
    const period = { from: { day: today, time: '' }, until: { day: addDays(today, 13), time: '' }, validFrom: null }
    return { name: '', terms: newTerms(), ...period, ...limits }
  }
  const { name, terms, startsAt, endsAt, useLimit, memberLimit, budgetCents } = promotion
  return {
    ...{ name, terms, useLimit, memberLimit, budgetCents },
    from: localTimeOf(new Date(startsAt), timeZone),
    until: endsAt ? localTimeOf(new Date(endsAt), timeZone, true) : { day: '', time: '' },
    validFrom: null,
  }
}

type PromotionDrawerProps = { open: boolean; promotion: PromotionRow | null; onClose: () => void }

/** Plans a promotion, or changes one from now on; the rule stands above the button in the words of the shop. */
export function PromotionDrawer({ open, promotion, onClose }: PromotionDrawerProps) {
  return (
    <ConfirmDrawer
      open={open}
      size="large"
      title={t(promotion ? 'promotions.edit' : 'promotions.add')}
      onClose={onClose}
    >
      <Editor promotion={promotion} onClose={onClose} />
    </ConfirmDrawer>
  )
}

function Editor({ promotion, onClose }: Omit<PromotionDrawerProps, 'open'>) {
  const { timeZone } = useStore()
  const notice = useNotice()
  const [draft, setDraft] = useState(() => draftOf(promotion, timeZone))
  const done = {
    changes: [api.promotionList, api.promotionGet],
    onSuccess: () => {
      notice.done(t(!promotion ? 'promotions.made' : draft.validFrom ? 'promotions.savedLater' : 'promotions.saved'))
      onClose()
    },
  }
  const create = useCommand(api.promotionCreate, done)
  const change = useCommand(api.promotionChange, done)
  const { name, terms, from, until, validFrom, ...limits } = draft
  const submit = () => {
    const period = {
      startsAt: instantOf(from, timeZone).toISOString(),
      endsAt: until.day === '' ? null : instantOf(until, timeZone, true).toISOString(),
    }
    const body = { name: name.trim(), terms, ...period, ...limits }
    if (!promotion) create.mutate(body)
    else {
      const { promotionId, version } = promotion
      change.mutate({
        ...{ promotionId, version, ...body },
        validFrom: validFrom && instantOf(validFrom, timeZone).toISOString(),
      })
    }
  }
  return (
    <form
      className="rg-terms"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <label className="rg-terms-field">
        <span className="rg-terms-label">{t('promotions.field.name')}</span>
        <Input
          value={name}
          maxLength={60}
          autoFocus
          required
          placeholder={t('promotions.field.nameHint')}
          onChange={(event) => setDraft({ ...draft, name: event.target.value })}
        />
      </label>
      <TermsEditor terms={terms} onChange={(next) => setDraft({ ...draft, terms: next })} />
      <PeriodEditor from={from} until={until} onChange={(period) => setDraft({ ...draft, ...period })} />
      <Limits draft={draft} onChange={setDraft} />
      <Sentence terms={terms} />
      <PromotionPreview draft={{ promotionId: promotion?.promotionId ?? null, name: name.trim(), terms, ...limits }} />
      {promotion && (
        <ValidFromEditor
          value={validFrom}
          today={localDay(new Date(), timeZone)}
          onChange={(next) => setDraft({ ...draft, validFrom: next })}
        />
      )}
      <Button
        type="primary"
        htmlType="submit"
        block
        loading={create.isPending || change.isPending}
        disabled={name.trim() === '' || from.day === '' || validFrom?.day === ''}
      >
        {t(!promotion ? 'promotions.add' : validFrom ? 'promotions.saveLater' : 'promotions.save')}
      </Button>
      <StillNeeded
        fields={[
          name.trim() === '' && t('promotions.field.name'),
          from.day === '' && t('promotions.field.from'),
          validFrom?.day === '' && t('promotions.field.validFrom'),
        ]}
      />
      <RefusalText error={create.error ?? change.error} />
    </form>
  )
}

function TermsEditor({ terms, onChange }: { terms: Terms; onChange: (terms: Terms) => void }) {
  const { offer } = terms
  return (
    <>
      <fieldset className="rg-terms-group">
        <legend>{t('promotions.field.kind')}</legend>
        <Select
          value={offer.kind}
          aria-label={t('promotions.field.kind')}
          options={offerKinds.map((kind) => ({
            value: kind,
            label: `${t(`promotions.kind.${kind}`)} · ${t(`promotions.kindHint.${kind}`)}`,
          }))}
          onChange={(kind) => onChange({ ...terms, offer: newOffer(kind) })}
        />
        <OfferEditor value={offer} onChange={(next) => onChange({ ...terms, offer: next })} />
      </fieldset>
      {!hasOwnGoods(offer.kind) && (
        <ScopeEditor
          label={t('promotions.field.goods')}
          value={terms.scope}
          onChange={(scope) => onChange({ ...terms, scope })}
        />
      )}
      <WhoEditor value={terms} onChange={(who) => onChange({ ...terms, ...who })} />
      <TimesEditor value={terms.times} onChange={(times) => onChange({ ...terms, times })} />
      <StackingEditor terms={terms} onChange={onChange} />
    </>
  )
}

type PartProps = { draft: Draft; onChange: (draft: Draft) => void }

function Limits({ draft, onChange }: PartProps) {
  const none = t('promotions.field.noLimit')
  return (
    <fieldset className="rg-terms-group">
      <legend>{t('promotions.field.limits')}</legend>
      <div className="rg-terms-row">
        <Whole
          label={t('promotions.field.useLimit')}
          value={draft.useLimit}
          placeholder={none}
          onClear={() => onChange({ ...draft, useLimit: null })}
          onChange={(useLimit) => onChange({ ...draft, useLimit })}
        />
        <Whole
          label={t('promotions.field.memberLimit')}
          value={draft.memberLimit}
          max={1000}
          placeholder={none}
          onClear={() => onChange({ ...draft, memberLimit: null })}
          onChange={(memberLimit) => onChange({ ...draft, memberLimit })}
        />
        <label className="rg-terms-field">
          <span className="rg-terms-label">{t('promotions.field.budget')}</span>
          <MoneyInput
            label={t('promotions.field.budget')}
            value={draft.budgetCents}
            onChange={(cents) => onChange({ ...draft, budgetCents: cents || null })}
          />
        </label>
      </div>
    </fieldset>
  )
}

function Sentence({ terms }: { terms: Terms }) {
  const nameOf = useNames(namedInTerms(terms))
  const storeNames = useStoreNames()
  return (
    <p className="rg-terms-sentence" aria-live="polite">
      <small>{t('promotions.inWords')}</small>
      {promotionSentence(terms, nameOf, storeNames)}
    </p>
  )
}
