import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Progress } from 'antd'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { formatInstant, RefusalText, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'
import { tagsQuery } from '#console/members/tags-query.ts'
import { useStoreNames } from '#console/members/use-store-names.ts'
import { tiersQuery } from '#console/tiers/tiers-query.ts'
import { type AudienceNames, audienceWords } from './audience-words.ts'

type Issue = ResponseOf<typeof api.couponIssueList>['items'][number]

/** One act of handing out: to whom and why, how far it has come, and its codes to fetch. */
export function IssueRow({ issue }: { issue: Issue }) {
  const { couponIssueId, kind, quantity, opened, reason, at, exportedAt, canExport, audience, run } = issue
  const mayIssue = useMay()('coupons.issue')
  const names = useAudienceNames(audience !== null)
  const codes = useCommand(api.couponCodesExport, {
    changes: [api.couponIssueList],
    onSuccess: (file) => saveCodes(file, couponIssueId),
  })
  return (
    <li>
      <div>
        <strong>{t(kind === 'codes' ? 'coupons.issues.codes' : 'coupons.issues.given', { count: quantity })}</strong>
        <span className="rg-faint">
          {formatInstant(at)}
          {audience && ` · ${audienceWords(audience, names)}`}
          {reason && ` · ${reason}`}
          {kind === 'codes' && ` · ${t('coupons.issues.opened', { count: opened })}`}
        </span>
        {run && <RunProgress run={run} quantity={quantity} />}
        <RefusalText error={codes.error} />
      </div>
      {kind === 'codes' && (
        <div>
          {canExport && mayIssue ? (
            <Button
              icon={<DownloadOutlined />}
              loading={codes.isPending}
              onClick={() => codes.mutate({ couponIssueId })}
            >
              {t(exportedAt ? 'coupons.codes.again' : 'coupons.codes.export')}
            </Button>
          ) : (
            <StatusTag>{t('coupons.codes.exported')}</StatusTag>
          )}
        </div>
      )}
    </li>
  )
}

function saveCodes(file: Blob, couponIssueId: string): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = `codes-${couponIssueId.slice(-6)}.txt`
  link.click()
  URL.revokeObjectURL(url)
}

/** What an audience is told by: nothing is read where nobody was chosen by one. */
function useAudienceNames(isWanted: boolean): AudienceNames {
  const stores = useStoreNames()
  const tiers = useQuery({ ...tiersQuery, enabled: isWanted }).data
  const tags = useQuery({ ...tagsQuery, enabled: isWanted }).data?.items ?? []
  const fields = useQuery({ ...query(api.memberFieldList, {}), enabled: isWanted }).data?.items ?? []
  return {
    ...{ stores, tiers },
    tags: new Map(tags.map(({ tagId, name }) => [tagId, name])),
    fields: new Map(fields.map(({ code, label }) => [code, label])),
  }
}

/** How far an issue to many has come; afterwards, who went without. */
function RunProgress({ run, quantity }: { run: NonNullable<Issue['run']>; quantity: number }) {
  const { given, skipped, endedAt, isStopped } = run
  if (!endedAt) {
    return (
      <div className="rg-coupon-run">
        <Progress percent={Math.floor((given * 100) / Math.max(1, quantity))} size="small" status="active" />
        <span className="rg-faint" role="status">
          {t('coupons.run.going', { count: given, total: quantity })}
        </span>
      </div>
    )
  }
  if (skipped === 0) return null
  return (
    <span className="rg-faint">{t(isStopped ? 'coupons.run.stopped' : 'coupons.run.skipped', { count: skipped })}</span>
  )
}
