import { type AnyOperation, type Command, type InputOf, type ResponseOf, useCommand } from '@staff/api'
import { useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'

type Publishing = {
  /** The rule in force: read anew where somebody published another one meanwhile. */
  rule: AnyOperation
  /** What else says something new when it is published. */
  changes: readonly AnyOperation[]
  onClose: () => void
}

/**
 * Publishes the next version of a rule of points: says so and closes. Over a version of somebody else it stays open, with the refusal,
 * and the rule in force is read again.
 */
export function usePublish<O extends AnyOperation>(
  operation: O,
  { rule, changes, onClose }: Publishing,
): Command<InputOf<O>, ResponseOf<O>> {
  const notice = useNotice()
  return useCommand(operation, {
    changes: [rule, ...changes],
    onSuccess: () => {
      notice.done(t('points.form.published'))
      onClose()
    },
    onRefused: ({ code }) => {
      if (code === 'settings_changed') void queryClient.invalidateQueries({ queryKey: [rule.path] })
    },
  })
}
