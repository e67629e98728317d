import { useQuery } from '@tanstack/react-query'
import { Checkbox, Select } from 'antd'
import { t } from '#app/i18n.ts'
import { useSession } from '#app/session.ts'
import { tiersQuery } from '#console/tiers/tiers-query.ts'
import type { Terms } from './promotion-words.ts'

type Who = Pick<Terms, 'isMembersOnly' | 'tierIds' | 'storeIds'>

/** Whom it is for, and where: everybody, members, members of some levels; all stores or some. */
export function WhoEditor({ value, onChange }: { value: Who; onChange: (who: Partial<Who>) => void }) {
  const { stores } = useSession()
  const { isMembersOnly, tierIds, storeIds } = value
  const tiers = useQuery(tiersQuery).data?.items ?? []
  // A level that is no longer given stays visible where it was chosen.
  const offered = tiers.filter(({ tierId, isArchived }) => !isArchived || tierIds?.includes(tierId))
  return (
    <fieldset className="rg-terms-group">
      <legend>{t('promotions.field.who')}</legend>
      <Checkbox
        checked={isMembersOnly || tierIds !== null}
        disabled={tierIds !== null}
        onChange={(event) => onChange({ isMembersOnly: event.target.checked })}
      >
        {t('promotions.field.membersOnly')}
      </Checkbox>
      {offered.length > 0 && (
        <Select
          mode="multiple"
          allowClear
          value={tierIds ?? []}
          placeholder={t('promotions.field.everyTier')}
          aria-label={t('promotions.field.tiers')}
          options={offered.map(({ tierId, name }) => ({ value: tierId, label: name }))}
          onChange={(ids: string[]) => onChange({ tierIds: ids.length === 0 ? null : ids })}
        />
      )}
      <Select
        mode="multiple"
        allowClear
        value={storeIds ?? []}
        placeholder={t('promotions.field.allStores')}
        aria-label={t('promotions.field.stores')}
        options={stores.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(ids: string[]) => onChange({ storeIds: ids.length === 0 ? null : ids })}
      />
    </fieldset>
  )
}
