import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { isPortalHostTaken, updatePortalHost } from './shop-queries.ts'

const hostName = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * Says under which host a merchant's member portal answers; null takes it away. Needed only where one system serves several
 * merchants. Refuses what is no host name, and the host of another merchant.
 */
export async function setPortalHost(work: Work, typed: string | null): Promise<{ host: string | null }> {
  const host = typed?.trim().toLowerCase() ?? null
  if (host !== null && !hostName.test(host)) throw new Refused('invalid_host', { host })
  if (host !== null && (await isPortalHostTaken(work, host))) throw new Refused('host_taken', { host })
  await updatePortalHost(work, host)
  work.audit({
    action: 'settings.edit',
    subject: { kind: 'merchant', id: work.merchantId },
    changes: { portalHost: [null, host] },
  })
  return { host }
}
