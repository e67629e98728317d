import { Form } from 'antd'
import { useCallback, useEffect, useId, useMemo, useRef, type ReactNode } from 'react'
import { ApiRefusal, type Command } from '@staff/api'
import { isRefusal } from '#shared/refusal.ts'
import { forgetDraft, keepDraft, readDraft } from './draft.ts'
import { CommandFormContext, type Parse } from './form-context.ts'
import { sentenceFor } from './refusal-text.tsx'

type Values = Record<string, unknown>

type CommandFormProps<Input, Output, Fields> = {
  command: Command<Input, Output>
  initial?: Partial<NoInfer<Fields>>
  /** Makes the command of the fields. Absent: the fields are the command's input as they are. */
  onSubmit?: (values: Fields) => void
  /** Keeps what was typed over a reload, under this name. Never for secrets. */
  draft?: string
  children: ReactNode
}

/**
 * A form that sends one command.
 *
 * A refusal that names a field is shown at that field, any other beside the button; what was typed stays. Fields hold
 * text as typed; money and phone fields turn it into cents and E.164 when the form is sent.
 */
export function CommandForm<Input, Output, Fields = Input>({
  command,
  initial,
  onSubmit,
  draft,
  children,
}: CommandFormProps<Input, Output, Fields>) {
  const [form] = Form.useForm<Values>()
  // Two forms may ask for the same thing at once, a command and its approval: their fields must not share an id.
  const name = useId()
  const fields = useRef(new Map<string, Parse | null>())
  const { error, isPending, isSuccess } = command
  const fieldAtFault =
    error instanceof ApiRefusal && error.field && fields.current.has(error.field) ? error.field : null

  useEffect(() => {
    if (!fieldAtFault) return
    form.setFields([
      { name: fieldAtFault, errors: [error instanceof ApiRefusal ? error.sentenceAtField : sentenceFor(error)] },
    ])
    form.focusField(fieldAtFault)
  }, [form, error, fieldAtFault])
  useEffect(() => {
    if (draft && isSuccess) forgetDraft(draft)
  }, [draft, isSuccess])

  const register = useCallback((name: string, parse: Parse | null) => {
    fields.current.set(name, parse)
    return () => void fields.current.delete(name)
  }, [])
  const context = useMemo(
    () => ({ isBusy: isPending, error: fieldAtFault ? null : error, register }),
    [isPending, error, fieldAtFault, register],
  )

  const submit = (typed: Values) => {
    const values = parseAll(typed, fields.current)
    if (onSubmit) onSubmit(values as Fields)
    else command.mutate(values as Input)
  }

  return (
    <CommandFormContext value={context}>
      <Form
        form={form}
        name={name}
        layout="vertical"
        className="rg-form"
        initialValues={{ ...initial, ...(draft ? readDraft(draft) : {}) }}
        onFinish={submit}
        onValuesChange={(_, all) => {
          if (draft) keepDraft(draft, all)
          if (command.isError) command.reset()
        }}
      >
        {children}
      </Form>
    </CommandFormContext>
  )
}

/** Text becomes values; empty fields are left out, so that an optional one is absent rather than ''. */
function parseAll(typed: Values, fields: ReadonlyMap<string, Parse | null>): Values {
  const values: Values = {}
  for (const [name, value] of Object.entries(typed)) {
    const parse = fields.get(name)
    const parsed = parse && typeof value === 'string' ? parse(value) : typeof value === 'string' ? value.trim() : value
    if (parsed === undefined || parsed === null || parsed === '' || isRefusal(parsed)) continue
    values[name] = parsed
  }
  return values
}
