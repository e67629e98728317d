import { type ReachableMember, reachMember } from '#modules/members/reach-member.ts'
import { isTimeZone } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { type Actor, actorMay } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { type Channel, channels, type ChosenTopic, chosenTopics, topicRules } from './message-kinds-rules.ts'
import { openEmail, sealEmail } from './message-secrets.ts'
import { readPolicy } from './policy-queries.ts'
import { type ChoiceSource, insertChoices, readChoices, readSetting, writeSetting } from './preference-queries.ts'
import type { Language } from './template-rules.ts'

export type PreferenceChange = {
  choices?: readonly { channel: Channel; topic: ChosenTopic; isOn: boolean }[]
  language?: Language | null
  timeZone?: string | null
  quietHours?: { fromMinute: number; toMinute: number } | null
  weekMost?: number | null
  email?: string | null
}

async function standing(work: Work, memberId: string): Promise<ReachableMember & { key: Buffer }> {
  const member = await reachMember(work, memberId)
  if (!member) throw new Refused('member_not_found')
  const { key } = member
  if (!key) throw new Refused('member_erased')
  return { ...member, key }
}

/**
 * What a member wants to hear, by channel and topic: their word, else what holds unasked; and whether a consent is missing. The
 * e-mail address is whole for the member and for `members.contact`.
 */
export async function readPreferences(work: Work, memberId: string, reader: Actor) {
  const member = await standing(work, memberId)
  const [choices, setting, policy] = await Promise.all([
    readChoices(work, member.familyIds),
    readSetting(work, member.id),
    readPolicy(work),
  ])
  const email = openEmail(member.key, member.id, setting.email)
  const maySee = reader.kind === 'member' || actorMay(reader, 'members.contact')
  return {
    choices: chosenTopics.flatMap((topic) =>
      channels.map((channel) => {
        const said = choices.find((each) => each.topic === topic && each.channel === channel)
        const rule = topicRules[topic]
        return {
          ...{ channel, topic, isOn: said?.isOn ?? rule.isOnUnasked ?? true },
          changedAt: said?.at.toISOString() ?? null,
          needsConsent: rule.consentFor.includes(channel) && !member.consents.has('marketing'),
        }
      }),
    ),
    language: setting.language,
    timeZone: setting.timeZone,
    quietHours:
      setting.quietFromMinute !== null && setting.quietToMinute !== null
        ? { fromMinute: setting.quietFromMinute, toMinute: setting.quietToMinute }
        : null,
    shopQuietHours: { fromMinute: policy.quietFromMinute, toMinute: policy.quietToMinute },
    weekMost: setting.weekMost,
    email: maySee ? email : (email?.replace(/^(.).*(@.*)$/, '$1***$2') ?? null),
    emailProvedAt: setting.emailProvedAt?.toISOString() ?? null,
    hasPhone: member.phone !== null,
  }
}

function isSameAddress(a: string | null, b: string | null): boolean {
  return a?.trim().toLowerCase() === b?.trim().toLowerCase()
}

/**
 * Writes what a member wants to hear; a field that is absent stays. Each word is kept for ever, with who said it and where. Holds
 * from the very next message on: every one looks again before it leaves. Refuses hours that are none and an unknown zone.
 */
export async function changePreferences(
  work: Work,
  memberId: string,
  change: PreferenceChange,
  source: ChoiceSource,
): Promise<{ memberId: string }> {
  const member = await standing(work, memberId)
  const { choices = [], quietHours } = change
  if (change.timeZone && !isTimeZone(change.timeZone))
    throw new Refused('invalid_time_zone', { timeZone: change.timeZone })
  if (quietHours && quietHours.fromMinute === quietHours.toMinute) throw new Refused('invalid_quiet_hours')
  await insertChoices(
    work,
    member.id,
    choices.map((choice) => ({ id: newId(work.at.getTime()), ...choice })),
    source,
  )
  const known = await readSetting(work, member.id)
  const { email } = change
  const isSameEmail = email === undefined || isSameAddress(openEmail(member.key, member.id, known.email), email)
  await writeSetting(work, member.id, {
    language: change.language === undefined ? known.language : change.language,
    timeZone: change.timeZone === undefined ? known.timeZone : change.timeZone,
    quietFromMinute: quietHours === undefined ? known.quietFromMinute : (quietHours?.fromMinute ?? null),
    quietToMinute: quietHours === undefined ? known.quietToMinute : (quietHours?.toMinute ?? null),
    weekMost: change.weekMost === undefined ? known.weekMost : change.weekMost,
    email: email === undefined ? known.email : email ? sealEmail(member.key, member.id, email) : null,
    // Another address is somebody's to prove anew.
    emailProvedAt: isSameEmail ? known.emailProvedAt : null,
  })
  const data = { choices: choices.map(({ channel, topic, isOn }) => ({ channel, topic, isOn })), source }
  work.emit({ type: 'member.messages_chosen', subject: { kind: 'member', id: member.id }, data })
  return { memberId: member.id }
}
