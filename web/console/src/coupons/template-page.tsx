import { EditOutlined, GiftOutlined, PlusOutlined, QrcodeOutlined, StopOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { useLoaderData, type LoaderFunctionArgs } from 'react-router'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { EmptyState, Page, RefusalText, Section, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { idParam, paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay } from '#app/session.ts'
import { useStoreNames } from '#console/members/use-store-names.ts'
import { useNames } from '#console/promotions/use-names.ts'
import { ClaimLink, EaseTag } from './claim-link.tsx'
import { CouponFace } from './coupon-face.tsx'
import { issuingWords, namedInTerms, restrictionWords, validityWords } from './coupon-words.ts'
import { IssueRow } from './issue-row.tsx'
import { IssuedCoupons, TemplateFigures } from './issued-coupons.tsx'
import { CodesDrawer, IssueDrawer } from './issue-drawers.tsx'
import { TemplateDrawer } from './template-drawer.tsx'

const templateQuery = (couponTemplateId: string) => query(api.couponTemplateGet, { couponTemplateId })
const issuesQuery = (couponTemplateId: string) => ({
  ...query(api.couponIssueList, { couponTemplateId }),
  // One that is still being handed out is looked at again, until it is done.
  refetchInterval: ({ state }: { state: { data?: Issues | undefined } }) =>
    state.data?.items.some(({ run }) => run && !run.endedAt) ? 3_000 : (false as const),
})

export async function loader({ params }: LoaderFunctionArgs) {
  const couponTemplateId = idParam(params, 'couponTemplateId')
  await Promise.all([
    queryClient.ensureQueryData(templateQuery(couponTemplateId)),
    queryClient.ensureQueryData(issuesQuery(couponTemplateId)),
  ])
  return { couponTemplateId }
}

type Template = ResponseOf<typeof api.couponTemplateGet>
type Issues = ResponseOf<typeof api.couponIssueList>
type Open = 'edit' | 'issue' | 'codes' | null

/** One kind of coupon: the ticket, every restriction in words, and to whom it was handed out. */
export function TemplatePage() {
  const { couponTemplateId } = useLoaderData<typeof loader>()
  const template = useSuspenseQuery(templateQuery(couponTemplateId)).data
  const { items } = useSuspenseQuery(issuesQuery(couponTemplateId)).data
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const nameOf = useNames(namedInTerms(template.terms))
  const words = [...restrictionWords(template.terms, nameOf, useStoreNames()), ...issuingWords(template)]
  return (
    <Page
      title={template.name}
      badge={
        <>
          <EaseTag template={template} />
          {template.stoppedAt && <StatusTag>{t('coupons.stopped')}</StatusTag>}
        </>
      }
      crumbs={[{ label: t('coupons.title'), path: paths.coupons() }]}
      actions={<Actions template={template} onOpen={setOpen} />}
    >
      <section className="rg-card rg-coupon-detail">
        <CouponFace
          name={template.name}
          terms={template.terms}
          when={validityWords(template.validity)}
          isDim={template.stoppedAt !== null}
        />
        <div>
          {template.note && <p>{template.note}</p>}
          <ul className="rg-coupon-limits">
            {words.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
            <li>
              {template.returnGraceDays === 0
                ? t('coupons.limit.noGrace')
                : t('coupons.limit.grace', { count: template.returnGraceDays })}
            </li>
          </ul>
        </div>
      </section>
      <TemplateFigures couponTemplateId={couponTemplateId} budgetCents={template.budgetCents} />
      <ClaimLink template={template} />
      <Section title={t('coupons.issues.title')}>
        {items.length === 0 ? (
          <EmptyState title={t('coupons.issues.empty')}>{t('coupons.issues.emptyText')}</EmptyState>
        ) : (
          <ul className="rg-coupon-issues">
            {items.map((issue) => (
              <IssueRow key={issue.couponIssueId} issue={issue} />
            ))}
          </ul>
        )}
      </Section>
      <IssuedCoupons couponTemplateId={couponTemplateId} />
      <TemplateDrawer open={open === 'edit'} template={template} onClose={close} />
      <IssueDrawer open={open === 'issue'} couponTemplateId={couponTemplateId} onClose={close} />
      <CodesDrawer open={open === 'codes'} couponTemplateId={couponTemplateId} onClose={close} />
    </Page>
  )
}

function Actions({ template, onOpen }: { template: Template; onOpen: (open: Open) => void }) {
  const may = useMay()
  const { couponTemplateId, stoppedAt } = template
  const changes = [api.couponTemplateList, api.couponTemplateGet]
  const stop = useCommand(api.couponTemplateStop, { changes })
  const resume = useCommand(api.couponTemplateResume, { changes })
  return (
    <>
      <RefusalText error={stop.error ?? resume.error} />
      {may('coupons.manage') && stoppedAt && (
        <Button icon={<PlusOutlined />} loading={resume.isPending} onClick={() => resume.mutate({ couponTemplateId })}>
          {t('coupons.resume')}
        </Button>
      )}
      {may('coupons.manage') && !stoppedAt && (
        <Popconfirm
          title={t('coupons.stop.title')}
          description={t('coupons.stop.text')}
          okText={t('coupons.stop.button')}
          cancelText={t('coupons.stop.cancel')}
          onConfirm={() => stop.mutate({ couponTemplateId })}
        >
          <Button icon={<StopOutlined />} loading={stop.isPending}>
            {t('coupons.stop.button')}
          </Button>
        </Popconfirm>
      )}
      {may('coupons.manage') && (
        <Button icon={<EditOutlined />} onClick={() => onOpen('edit')}>
          {t('coupons.edit')}
        </Button>
      )}
      {may('coupons.issue') && !stoppedAt && (
        <>
          <Button icon={<QrcodeOutlined />} onClick={() => onOpen('codes')}>
            {t('coupons.codes.make')}
          </Button>
          <Button type="primary" icon={<GiftOutlined />} onClick={() => onOpen('issue')}>
            {t('coupons.issues.give')}
          </Button>
        </>
      )}
    </>
  )
}
