import autocannon from "autocannon";
import { cpuTimeOf } from "./cpuTime.ts";

const CONNECTIONS = 64;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);

export interface Load {
  address: string;
  pid: number;
  path: string;
  body: (n: number) => unknown;
  headers?: ((n: number) => Record<string, string>) | undefined;
  method?: "GET" | "POST";
  /** At most this many requests a second, for latencies; without it as many as possible. */
  overallRate?: number;
}

/** Answers per second on 64 connections, the server's CPU per request in ms, and the slowest hundredth in ms. */
export async function measureLoad(load: Load): Promise<{ rate: number; cpuMs: number; p99: number }> {
  const { address, pid, path, body, headers = () => ({}), method = "POST", overallRate } = load;
  let n = 0;
  const before = cpuTimeOf(pid);
  const result = await autocannon({
    url: address,
    connections: CONNECTIONS,
    duration: SECONDS,
    ...(overallRate === undefined ? {} : { overallRate }),
    requests: [
      {
        method,
        path,
        setupRequest: (request: object) => {
          n += 1;
          const withBody = method === "POST" ? { body: JSON.stringify(body(n)) } : {};
          return { ...request, ...withBody, headers: { "content-type": "application/json", ...headers(n) } };
        },
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${path}: ${result.non2xx} rejected, ${result.errors} failed`);
  const answers = result["2xx"];
  return { rate: answers / result.duration, cpuMs: (cpuTimeOf(pid) - before) / answers, p99: result.latency.p99 };
}
