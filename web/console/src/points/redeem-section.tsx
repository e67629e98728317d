import { EditOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api, query } from '@staff/api'
import { Facts, RefusalText, Section } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'
import { RedeemDrawer } from './redeem-drawer.tsx'
import { RedeemExamples } from './redeem-examples.tsx'
import { redeemSentence, returnWords, shareWords, stepWords } from './redeem-words.ts'

/** How points are spent: what they are worth, how many of them, and how much of a sale they may pay. */
export function RedeemSection() {
  const { data: rule, error } = useQuery(query(api.redeemRuleGet, {}))
  const [isEditing, setEditing] = useState(false)
  const mayEdit = useMay()('points.edit')
  if (!rule) return <RefusalText error={error} />
  const isOn = rule.maxShareBps > 0
  return (
    <Section
      title={t('points.redeem.title')}
      actions={
        mayEdit && (
          <Button icon={<EditOutlined />} onClick={() => setEditing(true)}>
            {t(isOn ? 'points.redeem.edit' : 'points.redeem.start')}
          </Button>
        )
      }
    >
      <p className="rg-points-sentence">{redeemSentence(rule)}</p>
      {isOn ? (
        <>
          <Facts
            rows={[
              [t('points.redeem.steps'), stepWords(rule)],
              [t('points.redeem.share'), shareWords(rule.maxShareBps)],
              [t('points.redeem.returnedTitle'), returnWords(rule)],
            ]}
          />
          <RedeemExamples rule={rule} />
        </>
      ) : (
        <p className="rg-faint">{t('points.redeem.offText')}</p>
      )}
      <RedeemDrawer open={isEditing} rule={rule} onClose={() => setEditing(false)} />
    </Section>
  )
}
