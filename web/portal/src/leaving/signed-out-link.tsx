import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api, query } from '@staff/api'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'

/** The first of the two buttons, at the door of the portal, where the law asks for it; nothing elsewhere. */
export function SignedOutLink() {
  const { data } = useQuery({ ...query(api.wayOutDoorGet, {}), retry: false, staleTime: 600_000 })
  if (!data?.isOpen) return null
  return (
    <Link className="rp-button rp-button-plain" to={paths.cancel()}>
      {data.buttons?.open ?? t('leaving.signedOut.title')}
    </Link>
  )
}
