import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api, query } from '@staff/api'
import { RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { EarnWhy } from './earn-why.tsx'

/** Under a line of the statement: why the sale earned so many points, asked for when somebody wants to know. */
export function SaleEarnWhy({ saleId }: { saleId: string }) {
  const [isOpen, setOpen] = useState(false)
  const sale = useQuery({ ...query(api.saleGet, { saleId }), enabled: isOpen })
  const names = new Map(sale.data?.lines.map(({ lineId, name }) => [lineId, name]))
  return (
    <div>
      <Button size="small" type="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t(isOpen ? 'campaigns.why.close' : 'campaigns.why.open')}
      </Button>
      {isOpen && sale.data && <EarnWhy earned={sale.data.earned} nameOf={(lineId) => names.get(lineId) ?? ''} />}
      {isOpen && <RefusalText error={sale.error} />}
    </div>
  )
}
