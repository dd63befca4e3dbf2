/**
 * tRPC's HTTP calls for a page: queries made at the same moment share a request, each mutation has its own. The
 * packaged client
 * and its links would take seven kilobytes of the popup, a quarter of its budget; the types are still the package's.
 */
export interface Transport {
  url: string;
  headers: () => Record<string, string>;
}

interface CallOptions {
  context?: { key?: string } | undefined;
  signal?: AbortSignal | undefined;
}

/** The body of a failed call. */
export interface FailureBody {
  message: string;
  data: { code: string; key: string; field: string | null };
}

export class RequestError extends Error {
  readonly data: FailureBody["data"];
  /** The headers that the call was sent with: by the time it fails somebody else may be signed in. */
  readonly headers: Record<string, string>;
  constructor({ message, data }: FailureBody, headers: Record<string, string>) {
    super(message);
    this.data = data;
    this.headers = headers;
  }
}

type ServerResponse = { result: { data?: unknown } } | { error: FailureBody };

/** In UTF-16 code units; one may take three bytes. */
const KEEPALIVE_MAX_LENGTH = 16_000;

/** The most calls that the server accepts in one request. */
const BATCH_MAX = 20;

function outputOf(told: ServerResponse | undefined, headers: Record<string, string>): unknown {
  if (told && "error" in told && told.error.data) throw new RequestError(told.error, headers);
  if (told && "result" in told) return told.result.data;
  throw new TypeError("The response is not a tRPC result");
}

function createMutation({ url, headers }: Transport) {
  return async (path: string, input: unknown, { context, signal }: CallOptions): Promise<unknown> => {
    // `undefined` has no JSON, so a call without input has no body.
    const body = JSON.stringify(input) ?? null;
    const own = headers();
    const response = await fetch(`${url}/${path}`, {
      method: "POST",
      headers: {
        ...own,
        "content-type": "application/json",
        ...(context?.key ? { "idempotency-key": context.key } : {}),
      },
      body,
      // The request outlives the page: closing the popup after a click cancels nothing. Browsers allow 64 KB for this.
      keepalive: body === null || body.length < KEEPALIVE_MAX_LENGTH,
      signal: signal ?? null,
    });
    return outputOf((await response.json()) as ServerResponse, own);
  };
}

interface QueuedQuery {
  path: string;
  input: unknown;
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
}

function createQuery({ url, headers }: Transport) {
  let waiting: QueuedQuery[] = [];

  async function ask(batch: QueuedQuery[]): Promise<void> {
    const own = headers();
    try {
      const paths = batch.map(({ path }) => path).join(",");
      const inputs = JSON.stringify(Object.fromEntries(batch.map(({ input }, index) => [index, input])));
      const address = `${url}/${paths}?batch=1&input=${encodeURIComponent(inputs)}`;
      const response = await fetch(address, { headers: own });
      const told = (await response.json()) as ServerResponse[] | ServerResponse;
      batch.forEach(({ resolve, reject }, index) => {
        try {
          // A failure before the first call is handled comes back once, for all of them.
          resolve(outputOf(Array.isArray(told) ? told[index] : told, own));
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
      if (waiting.push({ path, input, resolve, reject }) > 1) return;
      setTimeout(() => {
        const all = waiting;
        waiting = [];
        for (let from = 0; from < all.length; from += BATCH_MAX) void ask(all.slice(from, from + BATCH_MAX));
      });
    });
}

/** `client.agents.setStatus.mutate(input)`: the properties form the path, the last one is the method. */
export function createClient(transport: Transport): unknown {
  const send = { mutate: createMutation(transport), query: createQuery(transport) };
  const walk = (path: string[]): unknown =>
    new Proxy(() => {}, {
      get: (_target, word) => (typeof word === "string" && word !== "then" ? walk([...path, word]) : undefined),
      apply: (_target, _self, [input, options = {}]: [unknown, CallOptions | undefined]) => {
        const how = path.at(-1) as keyof typeof send;
        return send[how](path.slice(0, -1).join("."), input, options);
      },
    });
  return walk([]);
}
