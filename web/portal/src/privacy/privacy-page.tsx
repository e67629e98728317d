import { api, hrefOf } from '@staff/api'
import { Icon, Page, Row, Rows, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { Consents } from './consents.tsx'

/** Rights that need nobody's help: to see, take along, correct, take back, and be forgotten. */
export function PrivacyPage() {
  return (
    <Page title={t('privacy.title')} backTo={paths.me()}>
      <p className="rp-lead">{t('privacy.lead')}</p>
      <Consents />
      <Section title={t('privacy.data')}>
        <Rows>
          <Row icon="person" to={paths.profile()} title={t('privacy.correct')} hint={t('privacy.correctHint')} />
          <a className="rp-row" href={hrefOf(api.myExport, { format: 'html' })} download>
            <span className="rp-row-icon">
              <Icon name="download" size={20} />
            </span>
            <span className="rp-row-text">
              <span className="rp-row-title">{t('privacy.exportPage')}</span>
              <span className="rp-row-hint">{t('privacy.exportPageHint')}</span>
            </span>
          </a>
          <a className="rp-row" href={hrefOf(api.myExport, { format: 'json' })} download>
            <span className="rp-row-icon">
              <Icon name="download" size={20} />
            </span>
            <span className="rp-row-text">
              <span className="rp-row-title">{t('privacy.exportFile')}</span>
              <span className="rp-row-hint">{t('privacy.exportFileHint')}</span>
            </span>
          </a>
          <Row icon="phone" to={paths.logins()} title={t('privacy.logins')} hint={t('privacy.loginsHint')} />
        </Rows>
      </Section>
      <Section title={t('privacy.leave')}>
        <Rows>
          <Row icon="out" to={paths.erasure()} title={t('privacy.erase')} hint={t('privacy.eraseHint')} />
        </Rows>
      </Section>
    </Page>
  )
}
