import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { api, query } from '@staff/api'
import { RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { newId } from '#shared/ids.ts'
import { dropAsking, findAsking, type KeptAsking } from './kept-asking.ts'

type ResumeAskingProps = {
  purpose: KeptAsking['purpose']
  storeId: string
  memberId: string | null
  /** `kept`: money of this record runs or is there; null: it begins anew, under the id given. */
  children: (recordId: string, kept: KeptAsking | null) => ReactNode
}

/** Takes up what a reload cut off between asking for money and booking it; where nothing came of it, begins anew. */
export function ResumeAsking({ purpose, storeId, memberId, children }: ResumeAskingProps) {
  const [kept] = useState(() => findAsking(purpose, { storeId, memberId }))
  const [freshId] = useState(newId)
  // Decided once: when it is booked nothing is open any more, and what stands on the screen must not begin anew.
  const [isNothing, setNothing] = useState(kept === null ? true : null)
  const found = useQuery({
    ...query(api.openPaymentList, { storeId, saleId: kept?.recordId ?? freshId }),
    enabled: isNothing === null,
    staleTime: 0,
  })
  if (isNothing === null && found.data) setNothing(found.data.items.length === 0)
  useEffect(() => {
    if (isNothing && kept) dropAsking(kept.recordId)
  }, [isNothing, kept])
  if (!kept || isNothing) return children(freshId, null)
  if (isNothing === false) return children(kept.recordId, kept)
  if (found.isPending) return <Skeleton active aria-label={t('payments.resume.looking')} />
  return (
    <>
      <RefusalText error={found.error} />
      <Button onClick={() => void found.refetch()}>{t('payments.resume.again')}</Button>
    </>
  )
}
