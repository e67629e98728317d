import { Suspense } from 'react'
import { Page } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { holdings } from './holdings.ts'

/** 我的权益: everything that belongs to the member, one part per kind. Each loads by itself and keeps its place meanwhile. */
export function BenefitsPage() {
  return (
    <Page title={t('benefits.title')}>
      <div className="rp-parts">
        {holdings.map(({ name, Part }) => (
          <Suspense key={name} fallback={<div className="rp-part-waiting" aria-busy="true" />}>
            <Part />
          </Suspense>
        ))}
      </div>
    </Page>
  )
}
