import { api, send } from '@staff/api'
import { formatPhone, type ListFilter } from '@staff/ui'
import { t } from '#app/i18n.ts'

/** Narrows a list to one member, found by name, phone or card. */
export function memberFilter<Name extends string>(name: Name): ListFilter<Name> {
  return {
    name,
    kind: 'record',
    label: t('cashier.list.member'),
    find: findMembers,
    nameOf: async (memberId, signal) => (await send(api.memberGet, { memberId }, { signal })).name,
  }
}

async function findMembers(search: string, signal: AbortSignal): Promise<{ value: string; label: string }[]> {
  const { items } = await send(api.memberList, { search, limit: 8 }, { signal })
  return items.map(({ id, name, phone, number }) => ({
    value: id,
    label: `${name} · ${phone ? formatPhone(phone) : number}`,
  }))
}
