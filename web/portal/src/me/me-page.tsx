import { api, useCommand } from '@staff/api'
import { Page, RefusalText, Row, Rows, Section } from '@portal/ui'
import { Avatar } from '@web/ui/avatar.tsx'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { places } from '#portal/app/places.ts'
import { setPreferences, usePreferences } from '#portal/app/preferences.ts'
import { leaveFor, useSession } from '#portal/app/session.ts'

/** The member and the way to everything that is no tab. */
export function MePage() {
  const { member } = useSession()
  const signOut = useCommand(api.myMemberSessionDelete, {
    changes: [],
    onSuccess: () => leaveFor(paths.signIn()),
  })
  return (
    <Page title={t('me.title')}>
      <div className="rp-who">
        <Avatar name={member.name} seed={member.id} size={48} />
        <span>
          <strong>{member.name}</strong>
          <span className="rp-small">{t('me.number', { number: member.number })}</span>
        </span>
      </div>
      <div className="rp-parts">
        {places.map(({ title, items }) => (
          <Section key={title} title={t(title)}>
            <Rows>
              {items.map((place) => (
                <Row key={place.to} to={place.to} icon={place.icon} title={t(place.title)} />
              ))}
            </Rows>
          </Section>
        ))}
        <Look />
      </div>
      <Section>
        <button
          className="rp-button rp-button-plain"
          type="button"
          disabled={signOut.isPending}
          onClick={() => signOut.mutate({})}
        >
          {t('me.signOut')}
        </button>
        <RefusalText error={signOut.error} />
      </Section>
    </Page>
  )
}

/** Language and colours of this phone. */
function Look() {
  const { language, scheme } = usePreferences()
  return (
    <Section title={t('me.look')}>
      <div className="rp-rows">
        <label className="rp-row">
          <span className="rp-row-text">{t('me.language')}</span>
          <select
            className="rp-select"
            value={language}
            onChange={(event) => setPreferences({ language: event.target.value as 'zh' | 'en' })}
          >
            <option value="zh">中文</option>
            <option value="en">English</option>
          </select>
        </label>
        <label className="rp-row">
          <span className="rp-row-text">{t('me.scheme')}</span>
          <select
            className="rp-select"
            value={scheme}
            onChange={(event) => setPreferences({ scheme: event.target.value as 'auto' | 'light' | 'dark' })}
          >
            <option value="auto">{t('me.schemes.auto')}</option>
            <option value="light">{t('me.schemes.light')}</option>
            <option value="dark">{t('me.schemes.dark')}</option>
          </select>
        </label>
      </div>
    </Section>
  )
}
