import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { api, query, useCommand } from '@staff/api'
import { formatDay, Page, RefusalText, Section } from '@portal/ui'
import { localDay } from '#shared/business-day.ts'
import { language, t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { useShop } from '#portal/app/session.ts'

/** The points rules in force, in sentences and by version; a member who is signed in says yes to them here. */
export function RulesPage() {
  const { merchant } = useShop()
  const { data: rules } = useSuspenseQuery(query(api.publicPointsRulesGet, { language: language() }))
  return (
    <div className="rp-page">
      <Page title={t('rules.title')} backTo={paths.me()}>
        <p className="rp-small">
          {t('rules.version', {
            version: rules.version,
            day: formatDay(localDay(new Date(rules.at), merchant.timeZone)),
          })}
        </p>
        {rules.sections.map(({ code, title, sentences }) => (
          <Section key={code} title={title}>
            <ul className="rp-paper rp-sentences">
              {sentences.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </Section>
        ))}
        <Acceptance version={rules.version} />
      </Page>
    </div>
  )
}

/** Which version this member said yes to. Nothing stands here for a stranger. */
function Acceptance({ version }: { version: number }) {
  const { data } = useQuery({ ...query(api.myPointsRulesGet, {}), retry: false, meta: { decidesItself: true } })
  const accept = useCommand(api.myPointsRulesAccept, { changes: [api.myPointsRulesGet] })
  if (!data) return null
  if (data.acceptedVersion === version) return <p className="rp-small rp-quiet">{t('rules.accepted', { version })}</p>
  return (
    <Section>
      <button
        className="rp-button"
        type="button"
        disabled={accept.isPending}
        onClick={() => accept.mutate({ version })}
      >
        {t('rules.accept', { version })}
      </button>
      <RefusalText error={accept.error} />
    </Section>
  )
}
