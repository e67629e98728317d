import { useQuery } from '@tanstack/react-query'
import { api, query } from '@staff/api'
import { useMay } from '#app/session.ts'
import { fieldName, type ImportKind } from './import-words.ts'

/** The fields that a shop has added to its members, by code; none for those who may not see members. */
export function useCustomFields(kind: ImportKind): ReadonlyMap<string, string> {
  const may = useMay()
  const { data } = useQuery({
    ...query(api.memberFieldList, {}),
    enabled: kind === 'members' && may('members.read'),
  })
  return new Map(kind === 'members' ? data?.items.map(({ code, label }) => [code, label]) : [])
}

export function useFieldNames(kind: ImportKind): (field: string) => string {
  const custom = useCustomFields(kind)
  return (field) => fieldName(kind, field, custom)
}
