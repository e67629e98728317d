import { AppstoreAddOutlined, CheckOutlined, ShoppingOutlined, UserAddOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api, query } from '@staff/api'
import { Section } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay } from '#app/session.ts'

const steps = [
  { name: 'products', icon: AppstoreAddOutlined, to: paths.products() },
  { name: 'members', icon: UserAddOutlined, to: paths.members() },
  { name: 'till', icon: ShoppingOutlined, to: paths.till() },
] as const

type StepName = (typeof steps)[number]['name']

/** Stands where the figures of a shop will be, until it has any: what is done is ticked, what is next stands out. */
export function FirstSteps() {
  const may = useMay()
  const done = useDone()
  const next = steps.find(({ name }) => !done[name])?.name
  return (
    <Section
      title={t('home.first.title')}
      actions={may('imports.run') && <Link to={paths.newImport()}>{t('home.first.import')}</Link>}
    >
      <p className="rg-first-lead">{t('home.first.lead')}</p>
      <ol className="rg-hands">
        {steps.map(({ name, icon: Icon, to }) => (
          <li key={name}>
            <span className={done[name] ? 'rg-hand-icon rg-hand-done' : 'rg-hand-icon'}>
              {done[name] ? <CheckOutlined /> : <Icon />}
            </span>
            <div>
              <strong>{t(`home.first.${name}.title`)}</strong>
              <span>{done[name] ? t('home.first.done') : t(`home.first.${name}.text`)}</span>
            </div>
            <Link to={to} className={name === next ? 'rg-act rg-act-next' : 'rg-act'}>
              {t(`home.first.${name}.act`)}
            </Link>
          </li>
        ))}
      </ol>
    </Section>
  )
}

/** Whether the shop has something to sell and somebody to remember, as far as the reader may know. */
function useDone(): Partial<Record<StepName, boolean>> {
  const may = useMay()
  const items = useQuery({ ...query(api.itemList, { limit: 1 }), enabled: may('catalog.read') }).data
  const members = useQuery({ ...query(api.memberList, { limit: 1 }), enabled: may('members.read') }).data
  return { products: (items?.items.length ?? 0) > 0, members: (members?.items.length ?? 0) > 0 }
}
