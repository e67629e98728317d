import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, query } from '@staff/api'
import { StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'
import { endWords, leftWords } from '#console/passes/pass-words.ts'
import { UsePassDialog } from '#console/passes/use-pass-dialog.tsx'

type PassStripProps = { memberId: string; memberName: string; onRenew: (planId: string, passId: string) => void }

/** The attached member's passes with what is left of each: one tap opens the visit, a second books it. */
export function PassStrip({ memberId, memberName, onRenew }: PassStripProps) {
  const may = useMay()
  const [openId, setOpenId] = useState<string | null>(null)
  const { data } = useQuery({
    ...query(api.memberPassList, { memberId }),
    enabled: may('passes.read'),
    staleTime: 30_000,
    retry: false,
  })
  const priority = data?.priority ?? 0
  const passes = (data?.items ?? []).filter(({ state }) => state !== 'ended' && state !== 'expired')
  if (passes.length === 0 && priority === 0) return null
  return (
    <ul className="rg-till-passes" aria-label={t('passes.title')}>
      {priority > 0 && (
        <li>
          <StatusTag tone="info">{t('passes.till.priority', { level: priority })}</StatusTag>
        </li>
      )}
      {passes.map((pass) => (
        <li key={pass.id}>
          <button
            type="button"
            className="rg-till-pass"
            disabled={!may('passes.use')}
            onClick={() => setOpenId(pass.id)}
          >
            <strong>{pass.name}</strong>
            <span>{pass.components.map((component) => leftWords(component, false)).join(' · ')}</span>
            <small>{endWords(pass)}</small>
          </button>
        </li>
      ))}
      <UsePassDialog
        memberId={memberId}
        memberName={memberName}
        openedPassId={openId}
        passes={passes}
        onClose={() => setOpenId(null)}
        onRenew={(planId, passId) => {
          setOpenId(null)
          onRenew(planId, passId)
        }}
      />
    </ul>
  )
}
