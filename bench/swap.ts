import autocannon from "autocannon";
import { createClient, type Client } from "./support/client.ts";
import { cpuTimeOf } from "./support/cpuTime.ts";
import { report, ROUNDS } from "./support/figures.ts";
import { startServer } from "./status.ts";

const CONNECTIONS = 64;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);
const NUMBERS = 100;
const WEBSITE = "www.northwind.com";
/** A page has its own number in a few formats, and a number that isn't the account's. */
const TEXTS = ["(512) 555-0143", "+15125550143", "512.555.0143", "(512) 555-9999"];

interface Rate {
  perSecond: number;
  /** CPU time of the server per request, in ms. */
  cpuMs: number;
}

/** Answers a second on 64 connections; every answer must be a success. */
async function rateOf({ server }: Client, path: (n: number) => string): Promise<Rate> {
  let n = 0;
  const before = cpuTimeOf(server.pid);
  const result = await autocannon({
    url: server.address,
    connections: CONNECTIONS,
    duration: SECONDS,
    requests: [
      {
        method: "GET",
        headers: { origin: `https://${WEBSITE}` },
        setupRequest: (request: object) => ({ ...request, path: path((n += 1)) }),
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} rejected, ${result.errors} failed`);
  return {
    perSecond: result["2xx"] / result.duration,
    cpuMs: (cpuTimeOf(server.pid) - before) / result["2xx"],
  };
}

/** Two sources, a receiving number and a tracking number that leads to it. Resolves to the swap key. */
async function setUp({ get, post }: Client): Promise<string> {
  const rule = { subject: "landing", test: "parameter", name: "gclid", value: "*", negated: false };
  const site = "onsite";
  const ads = await post("sources.save", { name: "Bench ads", site, ruleGroups: [{ id: "1", rules: [rule] }] });
  const receiver = await post("receivers.save", { name: "Bench desk", number: TEXTS[1] });
  const { numbers } = await get("numbers.list", { limit: 50 });
  const { id, version, name } = numbers.find(({ service }: { service: { swaps: boolean } }) => service.swaps);
  await post("numbers.save", { id, version, name, source: ads.id, route: { to: "receiver", id: receiver.id } });
  await post("sources.saveTrackingCode", { websites: [WEBSITE], stickyDays: 30 });
  return (await get("sources.trackingCode", {})).script.key;
}

/** Each visit has another landing page, as advertisements make them. */
function swapPath(key: string, n: number): string {
  const page = `https://${WEBSITE}/offers/${n % 50}?gclid=${n}`;
  const query = new URLSearchParams({ key, page, referrer: "https://www.google.com/" });
  for (const text of TEXTS) query.append("text", text);
  return `/v1/swap?${query}`;
}

/** The numbers of a page, compared with an empty query and with the shortest answer of all. */
export async function benchSwap(): Promise<void> {
  const client = createClient(await startServer(`numbers=${NUMBERS}`));
  try {
    const key = await setUp(client);
    const sides = {
      swap: (n: number) => swapPath(key, n),
      "empty query": () => "/trpc/bench.emptyQuery",
      health: () => "/health",
    };
    const names = Object.keys(sides) as (keyof typeof sides)[];
    const rates: Record<keyof typeof sides, Rate[]> = { swap: [], "empty query": [], health: [] };
    for (const name of names) await rateOf(client, sides[name]);
    for (let round = 0; round < ROUNDS; round += 1)
      for (const name of names) rates[name].push(await rateOf(client, sides[name]));
    for (const name of names) {
      report(
        `${name}: answers per second`,
        rates[name].map(({ perSecond }) => perSecond),
      );
      report(
        `${name}: CPU of the server per request, ms`,
        rates[name].map(({ cpuMs }) => cpuMs),
      );
    }
    const ratio = (name: keyof typeof sides) =>
      rates.swap.map(({ perSecond }, index) => perSecond / rates[name][index]!.perSecond);
    report("number swap / empty query", ratio("empty query"), { least: 0.7 });
    report("number swap / health", ratio("health"));
  } finally {
    client.stop();
  }
}
