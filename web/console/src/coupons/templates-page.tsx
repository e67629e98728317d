import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link, useSearchParams } from 'react-router'
import { api, query } from '@staff/api'
import { EmptyState, formatMoney, Page, Section } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay } from '#app/session.ts'
import { CouponFace } from './coupon-face.tsx'
import { issuingWords, type Template, validityWords } from './coupon-words.ts'
import { TemplateDrawer } from './template-drawer.tsx'

const templatesQuery = () => query(api.couponTemplateList, { limit: 200 })

export async function loader() {
  await queryClient.ensureQueryData(templatesQuery())
  return null
}

/** The kinds of coupons that the shop hands out, with what became of them. */
export function TemplatesPage() {
  const { items } = useSuspenseQuery(templatesQuery()).data
  const [params, setParams] = useSearchParams()
  const add = useMay()('coupons.manage') && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setParams({ new: '1' })}>
      {t('coupons.add')}
    </Button>
  )
  const issued = items.filter(({ stoppedAt }) => stoppedAt === null)
  const stopped = items.filter(({ stoppedAt }) => stoppedAt !== null)
  return (
    <Page title={t('coupons.title')} lead={t('coupons.lead')} actions={items.length > 0 && add}>
      {items.length === 0 && (
        <div className="rg-card">
          <EmptyState title={t('coupons.empty')} action={add}>
            {t('coupons.emptyText')}
          </EmptyState>
        </div>
      )}
      {issued.length > 0 && <Templates title={t('coupons.issuing')} rows={issued} />}
      {stopped.length > 0 && <Templates title={t('coupons.stopped')} rows={stopped} />}
      <TemplateDrawer open={params.has('new')} template={null} onClose={() => setParams({})} />
    </Page>
  )
}

function Templates({ title, rows }: { title: string; rows: readonly Template[] }) {
  return (
    <Section title={title}>
      <ul className="rg-coupons">
        {rows.map((row) => (
          <li key={row.couponTemplateId} className="rg-coupon-card">
            <CouponFace
              name={row.name}
              terms={row.terms}
              when={validityWords(row.validity)}
              isDim={row.stoppedAt !== null}
            >
              <Link to={paths.couponTemplate({ couponTemplateId: row.couponTemplateId })}>{t('coupons.open')}</Link>
            </CouponFace>
            <span className="rg-coupon-figures">
              <span>{t('coupons.figures.issued', { count: row.issued })}</span>
              <span>{t('coupons.figures.unused', { count: row.unused })}</span>
              <span>{t('coupons.figures.used', { count: row.used })}</span>
              {row.expired > 0 && <span>{t('coupons.figures.expired', { count: row.expired })}</span>}
              <span>{t('coupons.figures.off', { amount: formatMoney(row.offCents) })}</span>
              {issuingWords(row).map((words) => (
                <span key={words}>{words}</span>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
