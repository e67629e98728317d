import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, query, type ResponseOf, useCommand } from '@staff/api'
import { formatPhone } from '@web/ui/phone-input-rules.ts'
import { Page, RefusalText, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { PhoneChange } from './phone-change.tsx'

type Profile = ResponseOf<typeof api.myProfileGet>

/** What the shop knows of somebody, to be corrected by themselves. */
export function ProfilePage() {
  const { data: profile } = useSuspenseQuery(query(api.myProfileGet, {}))
  return (
    <Page title={t('profile.title')} backTo={paths.privacy()}>
      <ProfileForm key={profile.version} profile={profile} />
      <Section title={t('profile.phone')}>
        <p>{profile.phone ? formatPhone(profile.phone) : t('profile.noPhone')}</p>
        <PhoneChange />
      </Section>
      {profile.allergies && (
        <Section title={t('profile.allergies')}>
          <p>{profile.allergies}</p>
          <p className="rp-small">{t('profile.allergiesHint')}</p>
        </Section>
      )}
    </Page>
  )
}

function ProfileForm({ profile }: { profile: Profile }) {
  const [name, setName] = useState(profile.name)
  const [gender, setGender] = useState(profile.gender)
  const [birthday, setBirthday] = useState(dateOf(profile.birthday))
  const isLunar = profile.birthday?.calendar === 'lunar'
  const save = useCommand(api.myProfileChange, { changes: [api.myProfileGet, api.myMemberSessionGet] })
  const submit = () =>
    save.mutate({
      version: profile.version,
      name: name.trim(),
      gender,
      ...(isLunar || birthday === dateOf(profile.birthday) ? {} : { birthday: birthdayOf(birthday) }),
    })
  return (
    <form
      className="rp-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <label className="rp-field">
        <span>{t('profile.name')}</span>
        <input
          className="rp-input"
          autoComplete="name"
          maxLength={100}
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <label className="rp-field">
        <span>{t('profile.gender')}</span>
        <select
          className="rp-input"
          value={gender}
          onChange={(event) => setGender(event.target.value as Profile['gender'])}
        >
          {(['unknown', 'female', 'male'] as const).map((each) => (
            <option key={each} value={each}>
              {t(`profile.genders.${each}`)}
            </option>
          ))}
        </select>
      </label>
      {isLunar ? (
        <p className="rp-small">
          {t('profile.lunar', { month: profile.birthday!.month, date: profile.birthday!.date })}
        </p>
      ) : (
        <label className="rp-field">
          <span>{t('profile.birthday')}</span>
          <input
            className="rp-input"
            type="date"
            min="1900-01-01"
            value={birthday}
            onChange={(event) => setBirthday(event.target.value)}
          />
        </label>
      )}
      <RefusalText error={save.error} />
      <button className="rp-button" type="submit" disabled={save.isPending || name.trim() === ''}>
        {save.isSuccess ? t('app.saved') : t('app.save')}
      </button>
    </form>
  )
}

/** As a date field has it; empty where nothing, or only day and month, is known. */
function dateOf(birthday: Profile['birthday']): string {
  if (!birthday?.year) return ''
  const { year, month, date } = birthday
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
}

function birthdayOf(day: string): Profile['birthday'] {
  if (day === '') return null
  const [year, month, date] = day.split('-').map(Number)
  return { calendar: 'solar', year: year!, month: month!, date: date!, isLeapMonth: false }
}
