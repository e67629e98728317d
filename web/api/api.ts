/** What screens import as `@staff/api`: the operations and the ways to call them. */
export { ApiRefusal, ApiUnreachable } from './api-refusal.ts'
export { keepDeviceKey } from './device-key.ts'
export { api } from './operations.generated.ts'
export type { AnyOperation, InputOf, ResponseOf } from './operation.ts'
export { query, refresh } from './query.ts'
export { hrefOf, send } from './send.ts'
export { useCommand, type Command } from './use-command.ts'
