import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api, query, useCommand } from '@staff/api'
import { ConfirmDrawer, InstantText, RefusalText, StatusTag, SubmitButton } from '@staff/ui'
import { language, t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'
import { purposeWords, type Member, type Purpose } from './member-words.ts'

/** What the member agreed to, purpose by purpose. Taking it back is one click, as easy as giving it. */
export function ConsentsSection({ member }: { member: Member }) {
  const may = useMay()
  const texts = useSuspenseQuery(query(api.consentTextList, {})).data.items
  const [asked, setAsked] = useState<Purpose | null>(null)
  const changes = [api.memberGet, api.memberTimeline, api.memberConsentList]
  const withdraw = useCommand(api.memberConsentWithdraw, { changes })
  const give = useCommand(api.memberConsentGive, { changes, onSuccess: () => setAsked(null) })
  const text = texts.find(({ purpose }) => purpose === asked)
  return (
    <>
      <RefusalText error={withdraw.error} />
      <ul className="rg-member-rows">
        {texts.map(({ purpose, version }) => {
          const held = member.consents.find((consent) => consent.purpose === purpose)
          return (
            <li key={purpose}>
              <div>
                <strong>
                  {t(purposeWords[purpose])}{' '}
                  <StatusTag tone={held?.isGiven ? 'good' : 'plain'}>
                    {t(
                      held
                        ? held.isGiven
                          ? 'members.consent.given'
                          : 'members.consent.withdrawn'
                        : 'members.consent.never',
                    )}
                  </StatusTag>
                </strong>
                <span className="rg-faint">
                  {held && (
                    <>
                      <InstantText at={held.at} /> · {t('members.consent.version', { version: held.textVersion })}
                    </>
                  )}
                  {held?.isGiven && held.textVersion < version && ` · ${t('members.consent.newer')}`}
                </span>
              </div>
              {may('members.enrol') && (
                <div className="rg-row-actions">
                  {(!held?.isGiven || held.textVersion < version) && (
                    <Button size="small" onClick={() => setAsked(purpose)}>
                      {t('members.consent.give')}
                    </Button>
                  )}
                  {held?.isGiven && (
                    <Button
                      size="small"
                      loading={withdraw.isPending && withdraw.variables.purpose === purpose}
                      onClick={() => withdraw.mutate({ memberId: member.id, purpose })}
                    >
                      {t('members.consent.withdraw')}
                    </Button>
                  )}
                </div>
              )}
            </li>
          )
        })}
        <RulesRow memberId={member.id} />
      </ul>
      <ConfirmDrawer open={asked !== null} title={asked ? t(purposeWords[asked]) : ''} onClose={() => setAsked(null)}>
        {text && (
          <>
            <p className="rg-drawer-lead">{t('members.consent.show')}</p>
            <blockquote className="rg-consent-text">{language() === 'zh' ? text.zh : text.en}</blockquote>
            <SubmitButton
              block
              isBusy={give.isPending}
              onClick={() => give.mutate({ memberId: member.id, purpose: text.purpose, textVersion: text.version })}
            >
              {t('members.consent.confirm')}
            </SubmitButton>
            <RefusalText error={give.error} />
          </>
        )}
      </ConfirmDrawer>
    </>
  )
}

/** The points rules that the member agreed to, and how. */
function RulesRow({ memberId }: { memberId: string }) {
  const { accepted, version } = useSuspenseQuery(query(api.memberPointsRulesGet, { memberId })).data
  return (
    <li>
      <div>
        <strong>
          {t('members.pointsRules.rules')}{' '}
          <StatusTag tone={accepted ? 'good' : 'plain'}>
            {accepted
              ? t('members.pointsRules.accepted', { version: accepted.version })
              : t('members.pointsRules.never')}
          </StatusTag>
        </strong>
        {accepted && (
          <span className="rg-faint">
            <InstantText at={accepted.at} /> · {t(`members.pointsRules.how.${accepted.how}`)}
            {accepted.version < version && ` · ${t('members.consent.newer')}`}
          </span>
        )}
      </div>
    </li>
  )
}
