import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { api, query, useCommand } from '@staff/api'
import { RefusalText, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'

/** `auto`: whichever of the usual names there is. */
const auto = 'auto'

/** From which of the shop's own fields the region comes; said to everybody who reads the figures, chosen by who may. */
export function RegionFieldNote() {
  const may = useMay()
  const notice = useNotice()
  const { data } = useQuery(query(api.regionFieldGet, {}))
  const choose = useCommand(api.regionFieldChoose, {
    changes: [api.regionFieldGet, api.retentionBreakdown],
    onSuccess: () => notice.done(t('retention.region.saved')),
  })
  if (!data) return null
  const { code, version, fields } = data
  const label = fields.find((field) => field.code === code)?.label ?? code
  if (!may('retention.manage')) {
    return (
      <p className="rg-faint">
        {label === null ? t('retention.region.autoText') : t('retention.region.from', { field: label })}
      </p>
    )
  }
  return (
    <div className="rg-retention-region">
      <span>{t('retention.region.field')}</span>
      <Select<string>
        aria-label={t('retention.region.field')}
        value={code ?? auto}
        loading={choose.isPending}
        onChange={(chosen) => choose.mutate({ version, code: chosen === auto ? null : chosen })}
        options={[
          { value: auto, label: t('retention.region.auto') },
          ...fields.map((field) => ({ value: field.code, label: field.label })),
        ]}
      />
      <small className="rg-faint">{t('retention.region.hint')}</small>
      <RefusalText error={choose.error} />
    </div>
  )
}
