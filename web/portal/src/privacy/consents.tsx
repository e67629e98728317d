import { useSuspenseQuery } from '@tanstack/react-query'
import { api, query, type ResponseOf, useCommand } from '@staff/api'
import { formatInstant, RefusalText, Section, SwitchRow } from '@portal/ui'
import { language, t } from '#portal/app/i18n.ts'

type Consent = ResponseOf<typeof api.myConsentList>['items'][number]

/** One switch per purpose. Taking back is the same one touch as giving (R35); the text agreed to stands beside it. */
export function Consents() {
  const { items } = useSuspenseQuery(query(api.myConsentList, {})).data
  return (
    <Section title={t('privacy.consents')}>
      <div className="rp-rows">
        {items.map((consent) => (
          <ConsentRow key={consent.purpose} consent={consent} />
        ))}
      </div>
    </Section>
  )
}

const changes = [api.myConsentList, api.myMessagePreferencesGet]

function ConsentRow({ consent }: { consent: Consent }) {
  const { purpose, isGiven, at, agreedVersion, text } = consent
  const give = useCommand(api.myConsentGive, { changes, isPendingUntilRead: true })
  const withdraw = useCommand(api.myConsentWithdraw, { changes, isPendingUntilRead: true })
  const isPending = give.isPending || withdraw.isPending
  const isOutdated = isGiven && agreedVersion !== text.version
  return (
    <>
      <SwitchRow
        title={t(`privacy.purpose.${purpose}`)}
        hint={
          <>
            {language() === 'en' ? text.en : text.zh} {t('privacy.textVersion', { version: text.version })}
            {at && (
              <>
                <br />
                {isGiven
                  ? t('privacy.givenAt', { at: formatInstant(at) })
                  : t('privacy.withdrawnAt', { at: formatInstant(at) })}
                {isOutdated && ` · ${t('privacy.outdated', { version: agreedVersion ?? 0 })}`}
              </>
            )}
          </>
        }
        isOn={isPending ? give.isPending : isGiven}
        isDisabled={isPending}
        onChange={(isOn) => (isOn ? give.mutate({ purpose, textVersion: text.version }) : withdraw.mutate({ purpose }))}
      />
      {(give.error ?? withdraw.error) && (
        <div className="rp-row">
          <RefusalText error={give.error ?? withdraw.error} />
        </div>
      )}
    </>
  )
}
