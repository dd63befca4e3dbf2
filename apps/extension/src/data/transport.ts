/**
 * tRPC's HTTP calls for a page: queries made at the same moment share a request, each mutation has its own. tRPC's
 * own client would take seven kilobytes of the popup, a quarter of its budget; the types are still
 * the package's.
 */
export interface Transport {
  url: string;
  headers: () => Record<string, string>;
}

interface CallOptions {
  context?: { key?: string } | undefined;
  signal?: AbortSignal | undefined;
}

/** The body of a failed request. */
export interface FailureBody {
  message: string;
  data: { code: string; key: string; field: string | null };
}

export class RequestError extends Error {
  readonly data: FailureBody["data"];
  /** The headers that the request was sent with: by the time it fails somebody else may be signed in. */
  readonly headers: Record<string, string>;
  constructor({ message, data }: FailureBody, headers: Record<string, string>) {
    super(message);
    this.data = data;
    this.headers = headers;
  }
}

type ServerResponse = { result: { data?: unknown } } | { error: FailureBody };

/** The longest body sent with `keepalive`, in UTF-16 code units: at up to three bytes each, below the 64 KB allowed. */
const KEEPALIVE_MAX_LENGTH = 16_000;

/** The most queries that the server accepts in one request. */
const BATCH_MAX = 20;

function outputOf(response: ServerResponse | undefined, headers: Record<string, string>): unknown {
  if (response && "error" in response && response.error.data) throw new RequestError(response.error, headers);
  if (response && "result" in response) return response.result.data;
  throw new TypeError("The response is not a tRPC result");
}

function createMutation({ url, headers }: Transport) {
  return async (path: string, input: unknown, { context, signal }: CallOptions): Promise<unknown> => {
    // `undefined` has no JSON, so a mutation without input has no body.
    const body = JSON.stringify(input) ?? null;
    const sentHeaders = headers();
    const response = await fetch(`${url}/${path}`, {
      method: "POST",
      headers: {
        ...sentHeaders,
        "content-type": "application/json",
        ...(context?.key ? { "idempotency-key": context.key } : {}),
      },
      body,
      // The request outlives the page: closing the popup after a click cancels nothing.
      keepalive: body === null || body.length < KEEPALIVE_MAX_LENGTH,
      signal: signal ?? null,
    });
    return outputOf((await response.json()) as ServerResponse, sentHeaders);
  };
}

interface QueuedQuery {
  path: string;
  input: unknown;
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
}

function createQuery({ url, headers }: Transport) {
  let queue: QueuedQuery[] = [];

  async function sendBatch(batch: QueuedQuery[]): Promise<void> {
    const sentHeaders = headers();
    try {
      const paths = batch.map(({ path }) => path).join(",");
      const inputs = JSON.stringify(Object.fromEntries(batch.map(({ input }, index) => [index, input])));
      const address = `${url}/${paths}?batch=1&input=${encodeURIComponent(inputs)}`;
      const response = await fetch(address, { headers: sentHeaders });
      const answer = (await response.json()) as ServerResponse[] | ServerResponse;
      batch.forEach(({ resolve, reject }, index) => {
        try {
          // A failure of the whole request, such as an ended session, is a single object that applies to each query.
          resolve(outputOf(Array.isArray(answer) ? answer[index] : answer, sentHeaders));
        } catch (error) {
          reject(error);
        }
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  return (path: string, input: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (queue.push({ path, input, resolve, reject }) > 1) return;
      // After this task, so that the queries that it makes share a request.
      setTimeout(() => {
        const queries = queue;
        queue = [];
        for (let start = 0; start < queries.length; start += BATCH_MAX)
          void sendBatch(queries.slice(start, start + BATCH_MAX));
      });
    });
}

/** `client.agents.setStatus.mutate(input)`: the properties form the path, the last one is the method. */
export function createClient(transport: Transport): unknown {
  const send = { mutate: createMutation(transport), query: createQuery(transport) };
  const proxyFor = (path: string[]): unknown =>
    new Proxy(() => {}, {
      // A property `then` would make `await` take the client for a promise.
      get: (_target, name) => (typeof name === "string" && name !== "then" ? proxyFor([...path, name]) : undefined),
      apply: (_target, _self, [input, options = {}]: [unknown, CallOptions | undefined]) => {
        const method = path.at(-1) as keyof typeof send;
        return send[method](path.slice(0, -1).join("."), input, options);
      },
    });
  return proxyFor([]);
}
