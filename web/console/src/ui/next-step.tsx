import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useHref, useLinkClickHandler } from 'react-router'
import { useMay } from '#app/session.ts'

type NextStepProps = {
  to: string
  /** Whoever lacks it could not do anything there and is not sent. */
  permission: string
  icon?: ReactNode
  children: ReactNode
}

/** The button of an empty list that leads to where its first row is made. A link: it opens in another tab, too. */
export function NextStep({ to, permission, icon, children }: NextStepProps) {
  const may = useMay()
  const href = useHref(to)
  const onClick = useLinkClickHandler<HTMLElement>(to)
  if (!may(permission)) return null
  return (
    <Button type="primary" href={href} icon={icon} onClick={(event) => onClick(event)}>
      {children}
    </Button>
  )
}
