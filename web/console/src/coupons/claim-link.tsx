import { useQuery } from '@tanstack/react-query'
import { api, query, type ResponseOf } from '@staff/api'
import { Section, StatusTag, type Tone } from '@staff/ui'
import { restrictionScore } from '#modules/coupons/restriction-rules.ts'
import { t } from '#app/i18n.ts'
import { QrCode } from '@web/ui/qr-code.tsx'

type Template = ResponseOf<typeof api.couponTemplateGet>

const tones: Record<'easy' | 'fair' | 'hard', Tone> = { easy: 'good', fair: 'info', hard: 'warn' }

/** How hard a coupon is to use, before it is handed out. */
export function EaseTag({ template }: { template: Template }) {
  const { score, ease } = restrictionScore(template)
  return <StatusTag tone={tones[ease]}>{t(`coupons.ease.${ease}`, { score })}</StatusTag>
}

/** The page on which members claim this coupon: its address, and the code that hangs in the shop. */
export function ClaimLink({ template }: { template: Template }) {
  const { couponTemplateId, isClaimable, stoppedAt } = template
  const isOpen = isClaimable && stoppedAt === null
  const { data } = useQuery({ ...query(api.couponClaimLinkGet, { couponTemplateId }), enabled: isOpen, retry: false })
  if (!isOpen || !data) return null
  const address = `${location.origin}${data.path}`
  return (
    <Section title={t('coupons.link.title')}>
      <div className="rg-coupon-link">
        <QrCode className="rg-qr" text={address} label={t('coupons.link.qr', { name: template.name })} />
        <div>
          <p>{t('coupons.link.lead')}</p>
          <p>
            <a href={address} target="_blank" rel="noreferrer">
              {address}
            </a>
          </p>
        </div>
      </div>
    </Section>
  )
}
