import { AppstoreAddOutlined, ShoppingOutlined, UserAddOutlined } from '@ant-design/icons'
import { Link } from 'react-router'
import { Section } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'

const steps = [
  { name: 'products', icon: AppstoreAddOutlined, to: paths.products() },
  { name: 'members', icon: UserAddOutlined, to: paths.members() },
  { name: 'till', icon: ShoppingOutlined, to: paths.till() },
] as const

/** Stands where the figures of a shop will be, until it has any. */
export function FirstSteps() {
  return (
    <Section title={t('home.first.title')}>
      <p className="rg-first-lead">{t('home.first.lead')}</p>
      <ol className="rg-hands">
        {steps.map(({ name, icon: Icon, to }) => (
          <li key={name}>
            <span className="rg-hand-icon">
              <Icon />
            </span>
            <div>
              <strong>{t(`home.first.${name}.title`)}</strong>
              <span>{t(`home.first.${name}.text`)}</span>
            </div>
            <Link to={to} className="rg-act">
              {t(`home.first.${name}.act`)}
            </Link>
          </li>
        ))}
      </ol>
    </Section>
  )
}
