import { Checkbox, InputNumber, Select } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { MoneyInput } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useSession } from '#app/session.ts'
import { Whole } from '#console/promotions/number-inputs.tsx'
import { ScopeEditor } from '#console/promotions/scope-editor.tsx'
import { TimesEditor } from '#console/promotions/times-editor.tsx'
import { tiersQuery } from '#console/tiers/tiers-query.ts'
import { campaignOccasions, capPeriods, earnChannels } from '#modules/points/campaign-choice-rules.ts'
import { newGive } from './campaign-draft.ts'
import { type CampaignGive, type CampaignTerms, giveKinds } from './campaign-words.ts'

type TermsProps = { terms: CampaignTerms; onChange: (terms: CampaignTerms) => void }

/** Every part of a campaign but its name, period and budget. */
export function CampaignFields({ terms, onChange }: TermsProps) {
  return (
    <>
      <fieldset className="rg-terms-group">
        <legend>{t('campaigns.field.give')}</legend>
        <Select
          value={terms.give.kind}
          aria-label={t('campaigns.field.give')}
          options={giveKinds.map((kind) => ({ value: kind, label: t(`campaigns.kind.${kind}`) }))}
          onChange={(kind) => onChange({ ...terms, give: newGive(kind) })}
        />
        <div className="rg-terms-row">
          <GiveFields give={terms.give} onChange={(give) => onChange({ ...terms, give })} />
          <label className="rg-terms-field">
            <span className="rg-terms-label">{t('campaigns.field.min')}</span>
            <MoneyInput
              label={t('campaigns.field.min')}
              value={terms.minBasisCents || null}
              onChange={(cents) => onChange({ ...terms, minBasisCents: cents ?? 0 })}
            />
          </label>
        </div>
      </fieldset>
      <ScopeEditor
        label={t('campaigns.field.goods')}
        value={terms.scope}
        onChange={(scope) => onChange({ ...terms, scope })}
      />
      <WhoFields terms={terms} onChange={onChange} />
      <TimesEditor value={terms.times} onChange={(times) => onChange({ ...terms, times })} />
      <CapFields terms={terms} onChange={onChange} />
    </>
  )
}

function GiveFields({ give, onChange }: { give: CampaignGive; onChange: (give: CampaignGive) => void }) {
  if (give.kind === 'multiplier') {
    return (
      <label className="rg-terms-field">
        <span className="rg-terms-label">{t('campaigns.field.times')}</span>
        <InputNumber<number>
          min={1.1}
          max={20}
          step={0.5}
          precision={2}
          value={give.rateBps / 10_000}
          onChange={(times) => times !== null && onChange({ ...give, rateBps: Math.round(times * 10_000) })}
        />
      </label>
    )
  }
  return (
    <>
      {give.kind === 'per_amount' && (
        <label className="rg-terms-field">
          <span className="rg-terms-label">{t('campaigns.field.perAmount')}</span>
          <MoneyInput
            label={t('campaigns.field.perAmount')}
            value={give.perCents}
            onChange={(cents) => cents && onChange({ ...give, perCents: cents })}
          />
        </label>
      )}
      <Whole
        label={t(give.kind === 'per_piece' ? 'campaigns.field.perPiece' : 'campaigns.field.points')}
        value={give.points}
        max={1_000_000}
        onChange={(points) => onChange({ ...give, points })}
      />
    </>
  )
}

function WhoFields({ terms, onChange }: TermsProps) {
  const { stores } = useSession()
  const tiers = useQuery(tiersQuery).data?.items ?? []
  const listOrAll = <Value,>(list: Value[]) => (list.length === 0 ? null : list)
  return (
    <fieldset className="rg-terms-group">
      <legend>{t('campaigns.field.who')}</legend>
      <Select
        value={terms.occasion}
        aria-label={t('campaigns.field.occasion')}
        options={campaignOccasions.map((value) => ({ value, label: t(`campaigns.occasion.${value}`) }))}
        onChange={(occasion) =>
          onChange({
            ...terms,
            occasion,
            // Points of a birthday are a present unless the shop says otherwise: once.
            caps: occasion.startsWith('birthday')
              ? { ...terms.caps, memberUses: { count: 1, per: 'year' } }
              : terms.caps,
          })
        }
      />
      {tiers.length > 0 && (
        <Select
          mode="multiple"
          allowClear
          value={[...(terms.tierIds ?? [])]}
          placeholder={t('campaigns.field.allTiers')}
          aria-label={t('campaigns.field.tiers')}
          options={tiers.map(({ tierId, name }) => ({ value: tierId, label: name }))}
          onChange={(ids: string[]) => onChange({ ...terms, tierIds: listOrAll(ids) })}
        />
      )}
      <Select
        mode="multiple"
        allowClear
        value={[...(terms.storeIds ?? [])]}
        placeholder={t('promotions.field.allStores')}
        aria-label={t('promotions.field.stores')}
        options={stores.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(ids: string[]) => onChange({ ...terms, storeIds: listOrAll(ids) })}
      />
      <Select
        mode="multiple"
        allowClear
        value={[...(terms.channels ?? [])]}
        placeholder={t('campaigns.field.allChannels')}
        aria-label={t('campaigns.field.channels')}
        options={earnChannels.map((value) => ({ value, label: t(`campaigns.channel.${value}`) }))}
        onChange={(channels) => onChange({ ...terms, channels: listOrAll(channels) })}
      />
      <Checkbox
        checked={terms.group === null}
        onChange={(event) => onChange({ ...terms, group: event.target.checked ? null : 'best' })}
      >
        {t('campaigns.field.addsUp')}
      </Checkbox>
    </fieldset>
  )
}

function CapFields({ terms, onChange }: TermsProps) {
  const { caps } = terms
  const none = t('promotions.field.noLimit')
  const set = (part: Partial<CampaignTerms['caps']>) => onChange({ ...terms, caps: { ...caps, ...part } })
  const fields = ['salePoints', 'memberDayPoints', 'memberMonthPoints'] as const
  return (
    <fieldset className="rg-terms-group">
      <legend>{t('campaigns.field.caps')}</legend>
      <div className="rg-terms-row">
        {fields.map((field) => (
          <Whole
            key={field}
            label={t(`campaigns.field.${field}`)}
            value={caps[field]}
            placeholder={none}
            onClear={() => set({ [field]: null })}
            onChange={(points) => set({ [field]: points })}
          />
        ))}
      </div>
      <div className="rg-terms-row">
        <Whole
          label={t('campaigns.field.uses')}
          value={caps.memberUses?.count ?? null}
          max={1000}
          placeholder={none}
          onClear={() => set({ memberUses: null })}
          onChange={(count) => set({ memberUses: { count, per: caps.memberUses?.per ?? 'ever' } })}
        />
        {caps.memberUses && (
          <label className="rg-terms-field">
            <span className="rg-terms-label">{t('campaigns.field.usesPer')}</span>
            <Select
              value={caps.memberUses.per}
              options={capPeriods.map((value) => ({ value, label: t(`campaigns.per.${value}`) }))}
              onChange={(per) => set({ memberUses: { count: caps.memberUses!.count, per } })}
            />
          </label>
        )}
      </div>
    </fieldset>
  )
}
