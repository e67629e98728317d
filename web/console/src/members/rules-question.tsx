import { useQuery } from '@tanstack/react-query'
import { Checkbox, Form } from 'antd'
import { useState } from 'react'
import { api, query } from '@staff/api'
import { t } from '#app/i18n.ts'

/**
 * Whether somebody who joins agrees to the points rules in force, not ticked beforehand; `agreed` goes with the enrolment. Without the
 * rules at hand nothing is asked.
 */
export function useRulesQuestion() {
  const { data } = useQuery(query(api.pointsRulesPageGet, {}))
  const [isAgreed, setAgreed] = useState(false)
  return {
    agreed: data && isAgreed ? { pointsRulesVersion: data.version } : {},
    question: data && (
      <Form.Item>
        <Checkbox checked={isAgreed} onChange={({ target }) => setAgreed(target.checked)}>
          {t('members.enrol.rules', { version: data.version })}
        </Checkbox>
      </Form.Item>
    ),
  }
}
