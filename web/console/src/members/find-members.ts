import { api, send } from '@staff/api'
import type { PaletteHit } from '#app/palette-sources.ts'
import { paths } from '#app/paths.ts'
import { formatPhone } from '@web/ui/phone-input-rules.ts'

/** Members for the command palette, by anything that identifies a person. */
export async function findMembers(text: string, signal: AbortSignal): Promise<PaletteHit[]> {
  const { items } = await send(api.memberList, { search: text, limit: 6 }, { signal })
  return items.map(({ id, name, phone, number }) => ({
    key: id,
    title: name,
    hint: phone ? (phone.includes('*') ? phone : formatPhone(phone)) : number,
    path: paths.member({ memberId: id }),
  }))
}
