/** The parts of an OpenAPI 3.1 document that the client is written from. */
export type OpenApi = {
  paths: Record<string, Record<string, ApiOperation>>
  components?: { schemas?: Record<string, Schema> }
}

type ApiOperation = {
  operationId?: string
  parameters?: { in: string; name: string; required?: boolean; schema?: Schema }[]
  requestBody?: { content: Record<string, { schema?: Schema }> }
  responses?: Record<string, { content?: Record<string, { schema?: Schema }> }>
}

type Schema = {
  $ref?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema | Schema[]
  prefixItems?: Schema[]
  additionalProperties?: boolean | Schema
  patternProperties?: Record<string, Schema>
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

/** The client's table of operations, in the form that web/api/README.md describes. */
export function writeApiClient(document: OpenApi): string {
  const operations = Object.entries(document.paths)
    .flatMap(([url, byMethod]) =>
      METHODS.flatMap((method) => {
        const operation = byMethod[method]
        return operation?.operationId
          ? [{ name: operation.operationId, text: writeOperation(method, url, operation) }]
          : []
      }),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const types = Object.entries(document.components?.schemas ?? {}).map(
    ([name, schema]) => `export type ${name} = ${typeOf(schema)}\n`,
  )
  return [
    '// Written by `npm run generate` from server/openapi.json. Do not edit.',
    `import { operation, type None } from './operation.ts'`,
    '',
    ...types,
    'export const api = {',
    ...operations.map(({ name, text }) => `  ${name}: ${text},`),
    '}',
    '',
  ].join('\n')
}

function writeOperation(method: string, url: string, operation: ApiOperation): string {
  const json = operation.requestBody?.content['application/json']?.schema
  const isBinary = operation.requestBody !== undefined && json === undefined
  const query = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query')
  const types = [
    parametersType((operation.parameters ?? []).filter((parameter) => parameter.in === 'path')),
    parametersType(query),
    isBinary ? '{ content: Blob }' : json ? bodyType(json) : 'None',
    answerType(operation),
    codesOf(operation),
  ]
  const options = [
    ...(method !== 'get' && query.length > 0 ? [`query: [${query.map(({ name }) => `'${name}'`).join(', ')}]`] : []),
    ...(isBinary ? ['binary: true'] : []),
  ]
  const tail = options.length > 0 ? `, { ${options.join(', ')} }` : ''
  return `operation<${types.join(', ')}>('${method.toUpperCase()}', '${url}'${tail})`
}

function parametersType(parameters: NonNullable<ApiOperation['parameters']>): string {
  if (parameters.length === 0) return 'None'
  const fields = parameters.map(
    ({ name, required, schema }) => `${propertyName(name)}${required ? '' : '?'}: ${typeOf(schema ?? {})}`,
  )
  return `{ ${fields.join('; ')} }`
}

/** An empty object is no body: the client then sends none. */
function bodyType(schema: Schema): string {
  return schema.type === 'object' && Object.keys(schema.properties ?? {}).length === 0 ? 'None' : typeOf(schema)
}

function answerType({ responses = {} }: ApiOperation): string {
  const types = Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .map(([status, { content }]) => {
      if (!content || status === '204') return 'undefined'
      const schema = content['application/json']?.schema
      return schema ? typeOf(schema) : 'Blob'
    })
  return types.length === 0 ? 'unknown' : [...new Set(types)].join(' | ')
}

/** The refusal codes of all error responses. */
function codesOf({ responses = {} }: ApiOperation): string {
  const codes = Object.entries(responses)
    .filter(([status]) => status.startsWith('4'))
    .flatMap(([, { content }]) => Object.values(content ?? {}))
    .flatMap(({ schema }) => constantsOf(schema?.properties?.['code']))
  return codes.length === 0 ? 'never' : [...new Set(codes)].sort().map(literal).join(' | ')
}

function constantsOf(schema: Schema | undefined): string[] {
  if (!schema) return []
  if (typeof schema.const === 'string') return [schema.const]
  if (schema.enum) return schema.enum.map(String)
  return (schema.anyOf ?? []).flatMap(constantsOf)
}

function typeOf(schema: Schema): string {
  if (schema.$ref) return schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)
  if (schema.const !== undefined) return literal(schema.const)
  if (schema.enum) return schema.enum.map(literal).join(' | ')
  const alternatives = schema.anyOf ?? schema.oneOf
  if (alternatives) return [...new Set(alternatives.map(typeOf))].join(' | ')
  if (schema.allOf) return schema.allOf.map((each) => `(${typeOf(each)})`).join(' & ')
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type })).join(' | ')
  switch (schema.type) {
    case 'string':
      return 'string'
    case 'integer':
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'null':
      return 'null'
    case 'array':
      return arrayType(schema)
    case 'object':
      return objectType(schema)
    default:
      return 'unknown'
  }
}

function arrayType({ items, prefixItems }: Schema): string {
  const tuple = prefixItems ?? (Array.isArray(items) ? items : undefined)
  if (tuple) return `[${tuple.map(typeOf).join(', ')}]`
  return `Array<${items && !Array.isArray(items) ? typeOf(items) : 'unknown'}>`
}

function objectType({ properties = {}, required = [], additionalProperties, patternProperties }: Schema): string {
  const fields = Object.entries(properties).map(
    ([name, schema]) => `${propertyName(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema)}`,
  )
  if (fields.length > 0) return `{ ${fields.join('; ')} }`
  const [pattern] = Object.values(patternProperties ?? {})
  const value = pattern ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined)
  return value
    ? `Record<string, ${typeOf(value)}>`
    : additionalProperties === false
      ? 'None'
      : 'Record<string, unknown>'
}

function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name)
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value.replace(/[\\']/g, '\\$&')}'` : JSON.stringify(value)
}
