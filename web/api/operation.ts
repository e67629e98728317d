/**
 * One operation of the server's API as the client knows it. `operations.generated.ts` holds one per `operationId`.
 *
 * The types exist for the compiler alone: at run time an operation is its method, its path and, where they differ from
 * JSON in and JSON out, how its input is sent.
 */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** No parameters, no query, no body, or no content. */
export type None = Record<never, never>

export type OperationOptions = {
  /** Names that go into the query string although the method has a body. */
  query?: readonly string[]
  /** The input's `content` (a `Blob`) is the whole body, sent as it is, as an import file. */
  binary?: boolean
}

export type Operation<Params = None, Query = None, Body = None, Response = unknown, Code extends string = string> = {
  readonly method: Method
  readonly path: string
  readonly options: OperationOptions
  /** Compile-time only: never set. */
  readonly types?: { params: Params; query: Query; body: Body; response: Response; code: Code }
}

/** Path parameters, query and body of an operation as one flat object: names never repeat within an operation. */
export type InputOf<O> =
  O extends Operation<infer Params, infer Query, infer Body, unknown, string> ? Params & Query & Body : never

export type ResponseOf<O> =
  O extends Operation<infer _Params, infer _Query, infer _Body, infer Response, string> ? Response : never

/** The refusals that the route declares. */
export type CodeOf<O> =
  O extends Operation<infer _Params, infer _Query, infer _Body, unknown, infer Code> ? Code : never

// oxlint-disable-next-line typescript/no-explicit-any -- stands for every operation, whatever its types
export type AnyOperation = Operation<any, any, any, any, any>

/** Declares an operation. `path` is the server's own, with `{name}` where a parameter stands: `/api/v1/members/{memberId}`. */
export function operation<Params = None, Query = None, Body = None, Response = unknown, Code extends string = string>(
  method: Method,
  path: string,
  options: OperationOptions = {},
): Operation<Params, Query, Body, Response, Code> {
  return { method, path, options }
}
