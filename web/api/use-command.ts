import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiRefusal, ApiUnreachable } from './api-refusal.ts'
import type { AnyOperation, CodeOf, InputOf, ResponseOf } from './operation.ts'
import { refresh } from './query.ts'
import { send } from './send.ts'
import { submissionKeys } from './submission-key.ts'

export type Command<Input, Output> = UseMutationResult<Output, ApiRefusal | ApiUnreachable, Input>

/** What any route may answer, beside the refusals it declares. */
type CommonCode = 'invalid_input' | 'key_reused' | 'not_allowed' | 'not_signed_in' | 'too_many_requests'

type CommandOptions<O extends AnyOperation> = {
  onSuccess?: (output: ResponseOf<O>, input: InputOf<O>) => unknown
  onRefused?: (refusal: ApiRefusal & { readonly code: CodeOf<O> | CommonCode }, input: InputOf<O>) => unknown
  /** The id of what is made, where it is known before: its key, whatever else changes until it is made. */
  recordId?: string
  /** Reads whose answers this command changes. Without it every cached read is taken as old. */
  changes?: readonly AnyOperation[]
  /**
   * Pending until the changed reads have been read again: for a switch, which shows the read's own answer and would else
   * jump back for a moment.
   */
  isPendingUntilRead?: boolean
}

const retriesOnLostLine = 2

/**
 * A write: `const cancel = useCommand(api.passCancellationCreate)`, then `cancel.mutate({ passId, reason })`.
 *
 * The same input keeps its idempotency key until the server has answered, over automatic retries and over a person
 * pressing the button again after a lost line. So nothing is ever booked twice.
 */
export function useCommand<O extends AnyOperation>(
  operation: O,
  options: CommandOptions<O> = {},
): Command<InputOf<O>, ResponseOf<O>> {
  const client = useQueryClient()
  const [keys] = useState(() => submissionKeys())
  return useMutation<ResponseOf<O>, ApiRefusal | ApiUnreachable, InputOf<O>>({
    mutationKey: [operation.path],
    networkMode: 'always', // a command says that the line is down; it does not wait silently for it
    mutationFn: (input) => send(operation, input, { idempotencyKey: options.recordId ?? keys.keyFor(input) }),
    retry: (failures, error) => error instanceof ApiUnreachable && failures <= retriesOnLostLine,
    retryDelay: (attempt) => 300 * 2 ** attempt,
    onSuccess: async (output, input) => {
      keys.settle()
      // Mostly not awaited: a form is done when the server has answered, not when every list has been read again.
      const read = options.changes ? refresh(client, ...options.changes) : client.invalidateQueries()
      if (options.isPendingUntilRead) await read
      await options.onSuccess?.(output, input)
    },
    onError: async (error, input) => {
      if (!(error instanceof ApiRefusal)) return
      keys.settle()
      await options.onRefused?.(error as ApiRefusal & { code: CodeOf<O> | CommonCode }, input)
    },
  })
}
