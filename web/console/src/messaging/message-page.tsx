import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, type LoaderFunctionArgs, useParams } from 'react-router'
import { api, query, type ResponseOf } from '@staff/api'
import { Facts, InstantText, Page, Section, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { idParam, paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { MessageStateTag } from './outbox-page.tsx'
import { millsText, reasonText } from './message-words.ts'
import { PhoneBubble } from './phone-bubble.tsx'
import './messaging.css'

type Message = ResponseOf<typeof api.messageGet>

const messageQuery = (messageId: string) => query(api.messageGet, { messageId })

export async function loader({ params }: LoaderFunctionArgs) {
  await queryClient.ensureQueryData(messageQuery(idParam(params, 'messageId')))
  return null
}

/** One message: its words, and why it went, waits, or did not go. */
export function MessagePage() {
  const messageId = idParam(useParams(), 'messageId')
  const message = useSuspenseQuery({ ...messageQuery(messageId), refetchInterval: 10_000 }).data
  return (
    <Page
      title={t(`messaging.kind.${message.kind}`)}
      badge={<MessageStateTag state={message.state} />}
      back={paths.messages()}
      width="reading"
    >
      {message.state === 'would_send' && (
        <p className="rg-message-note" role="note">
          {t('messaging.one.wouldSend')}
        </p>
      )}
      <Section title={t(message.isPreview ? 'messaging.one.preview' : 'messaging.one.words')}>
        {message.words ? (
          <PhoneBubble channel={message.channel} words={message.words} />
        ) : (
          <p className="rg-faint">{t('messaging.one.noWords')}</p>
        )}
      </Section>
      {message.steps.length > 0 && (
        <Section title={t('messaging.one.why')}>
          <Steps steps={message.steps} />
        </Section>
      )}
      <Section title={t('messaging.one.facts')}>
        <MessageFacts message={message} />
      </Section>
    </Page>
  )
}

function MessageFacts({ message }: { message: Message }) {
  const { memberId, memberName, address, parts, costMills, reason, nextAt, state } = message
  return (
    <Facts
      rows={[
        [
          t('messaging.member'),
          memberId ? (
            <Link key="member" to={paths.member({ memberId })}>
              {memberName ?? t('messaging.erased')}
            </Link>
          ) : (
            t('messaging.noMember')
          ),
        ],
        [t('messaging.topicTitle'), t(`messaging.topic.${message.topic}`)],
        [t('messaging.channelTitle'), t(`messaging.channel.${message.channel}`)],
        ...(address ? [[t('messaging.address'), address] as const] : []),
        ...(reason ? [[t('messaging.reasonTitle'), reasonText(reason)] as const] : []),
        ...(state === 'planned' && nextAt
          ? [[t('messaging.nextAt'), <InstantText key="next" at={nextAt} />] as const]
          : []),
        ...(message.channel === 'sms'
          ? [[t('messaging.cost'), t('messaging.partsAndCost', { count: parts, cost: millsText(costMills) })] as const]
          : []),
        ...(message.templateVersion ? [[t('messaging.version'), String(message.templateVersion)] as const] : []),
        [t('messaging.plannedAt'), <InstantText key="planned" at={message.plannedAt} />],
        ...(message.expiresAt
          ? [[t('messaging.expiresAt'), <InstantText key="expires" at={message.expiresAt} />] as const]
          : []),
        [t('messaging.acceptedAt'), message.acceptedAt && <InstantText key="accepted" at={message.acceptedAt} />],
        [t('messaging.deliveredAt'), message.deliveredAt && <InstantText key="delivered" at={message.deliveredAt} />],
      ]}
    />
  )
}

/** Every step of the policy in its order: what each would say right now. */
function Steps({ steps }: { steps: Message['steps'] }) {
  const tones = { ok: 'good', wait: 'warn', refuse: 'bad' } as const
  return (
    <ol className="rg-message-steps">
      {steps.map(({ step, verdict, reason, until }) => (
        <li key={step}>
          <StatusTag tone={tones[verdict]}>{t(`messaging.verdict.${verdict}`)}</StatusTag>
          <span>{t(`messaging.step.${step}`)}</span>
          <span className="rg-faint">
            {reasonText(reason)} {until && <InstantText at={until} />}
          </span>
        </li>
      ))}
    </ol>
  )
}
