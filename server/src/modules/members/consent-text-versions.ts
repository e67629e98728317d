import { userNames } from '#modules/identity/user-names.ts'
import type { Work } from '#platform/work.ts'
import { readPublishedTexts } from './consent-queries.ts'
import { builtInConsentTexts, type ConsentPurpose } from './consent-rules.ts'

/** All that members were ever asked to agree to for a purpose, latest first, down to the text that the shop began with. */
export async function consentTextVersions(work: Work, purpose: ConsentPurpose) {
  const published = await readPublishedTexts(work, purpose)
  const names = await userNames(
    work,
    published.flatMap(({ publishedBy }) => (publishedBy ? [publishedBy] : [])),
  )
  const own = published.map(({ publishedAt, publishedBy, ...text }) => ({
    ...text,
    publishedAt: publishedAt.toISOString(),
    publishedBy: publishedBy ? (names.get(publishedBy) ?? null) : null,
  }))
  const isReplaced = (version: number) => own.some((text) => text.version === version)
  const builtIn = builtInConsentTexts
    .filter((text) => text.purpose === purpose && !isReplaced(text.version))
    .map((text) => ({ ...text, publishedAt: null, publishedBy: null }))
  return [...own, ...builtIn]
}
