// Written by `npm run generate` from server/openapi.json. Do not edit.
import { operation, type None } from './operation.ts'

export const api = {
  healthLiveGet: operation<None, None, None, { status: 'ok' }, never>('GET', '/api/health/live'),
  healthReadyGet: operation<None, None, None, { status: 'ok'; database: true }, never>('GET', '/api/health/ready'),
}
