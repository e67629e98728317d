import { Suspense } from 'react'
import { Page } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { holdings } from './holdings.ts'

/**
 * 我的权益: everything that belongs to the member, one part per kind. They are asked for side by side and shown together: a part that came
 * late would push the others down, just when a finger is on its way to stop a renewal.
 */
export function BenefitsPage() {
  return (
    <Page title={t('benefits.title')}>
      <div className="rp-parts">
        <Suspense
          fallback={holdings.map(({ name }) => (
            <div key={name} className="rp-part-waiting" aria-busy="true" />
          ))}
        >
          {holdings.map(({ name, Part }) => (
            <Part key={name} />
          ))}
        </Suspense>
      </div>
    </Page>
  )
}
