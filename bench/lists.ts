import { setTimeout as wait } from "node:timers/promises";
import autocannon from "autocannon";
import { median, report, ROUNDS } from "./support/figures.ts";
import { nameOf } from "./support/addNumbers.ts";
import { type Client, createClient } from "./support/client.ts";
import { startServer } from "./status.ts";

const LARGE_COUNT = 100_000;
const SMALL_COUNT = 1_000;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);
const EDITS = 10;
const NUMBERS_PER_EDIT = 50;

/** Typical searches. Four digits match more in a longer list; a full name or number matches one. */
const SEARCHES = {
  "a word that all share": () => "campaign",
  "four digits": (n: number) => String(1000 + ((n * 7919) % 9000)),
  "a whole name": (n: number) => `campaign ${nameOf((n * 7919) % SMALL_COUNT)}`,
  "a whole number": (n: number) => `512${2_000_000 + ((n * 7919) % SMALL_COUNT)}`,
  "a word that none has": () => "zebra",
} as const;

/** Answers a second on 16 connections; every answer must be a success. */
async function rate({ server }: Client, input: (n: number) => unknown): Promise<number> {
  let n = 0;
  const headers = { authorization: `Bearer ${server.owner}`, "x-callboard-account": server.account };
  const result = await autocannon({
    url: server.address,
    connections: 16,
    duration: SECONDS,
    requests: [
      {
        method: "GET",
        headers,
        setupRequest: (request: object) => {
          n += 1;
          return { ...request, path: `/trpc/numbers.list?input=${encodeURIComponent(JSON.stringify(input(n)))}` };
        },
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} rejected, ${result.errors} failed`);
  return result["2xx"] / result.duration;
}

interface ListServer extends Client {
  /** Page cursors from all over the list. */
  cursors: (string | null)[];
  ids: string[];
}

async function startListServer(count: number): Promise<ListServer> {
  const client = createClient(await startServer("jobs", `numbers=${count}`));
  const cursors: (string | null)[] = [null];
  const ids: string[] = [];
  for (let pages = 0; pages < Math.min(count / 200, 100); pages += 1) {
    const { numbers, next } = await client.get("numbers.list", { limit: 200, after: cursors.at(-1) });
    ids.push(...numbers.map(({ id }: { id: string }) => id));
    if (next === null) break;
    cursors.push(next);
  }
  return { ...client, cursors, ids };
}

const pages = (side: ListServer) => rate(side, (n) => ({ limit: 50, after: side.cursors[n % side.cursors.length] }));
const search = (side: ListServer, text: (n: number) => string) => rate(side, (n) => ({ limit: 50, search: text(n) }));

let changeCount = 0;
/** The first search after a change, which counts the matches again. In milliseconds. */
async function afterChange(side: ListServer): Promise<number> {
  const took: number[] = [];
  for (let change = 0; change < 10; change += 1) {
    changeCount += 1;
    const id = side.ids[changeCount % side.ids.length]!;
    const { version } = await side.get("numbers.get", { id });
    await side.post("numbers.flag", { id, version, flag: "paused", on: version % 2 === 1 });
    const from = performance.now();
    await side.get("numbers.list", { search: "campaign" });
    took.push(performance.now() - from);
  }
  return median(took);
}

/** Bulk edits of fifty numbers per second, one after the other. */
async function bulkEditRate(side: ListServer): Promise<number> {
  const from = performance.now();
  for (let edit = 0; edit < EDITS; edit += 1) {
    changeCount += 1;
    const start = (changeCount * NUMBERS_PER_EDIT) % (side.ids.length - NUMBERS_PER_EDIT);
    const change = { paused: Math.floor(changeCount / 2) % 2 === 0, stopped: changeCount % 2 === 0 };
    const { run } = await side.post("numbers.edit", {
      pick: { ids: side.ids.slice(start, start + NUMBERS_PER_EDIT) },
      change,
    });
    for (;;) {
      const { state, counts } = await side.get("runs.get", { run });
      if (counts.failed + counts.skipped > 0) throw new Error("not all fifty were edited");
      if (state === "done") break;
      await wait(2);
    }
  }
  return EDITS / ((performance.now() - from) / 1000);
}

/** Compares an account of a hundred thousand numbers with one of a thousand, each on its own server. */
export async function benchLists(): Promise<void> {
  const few = await startListServer(SMALL_COUNT);
  const many = await startListServer(LARGE_COUNT);
  const compare = async (name: string, measure: (side: ListServer) => Promise<number>) => {
    await measure(few);
    await measure(many);
    const rates: number[] = [];
    const ratios: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const small = await measure(few);
      const large = await measure(many);
      rates.push(large);
      ratios.push(large / small);
    }
    report(`${name} a second, ${LARGE_COUNT} numbers`, rates);
    report(`${name}, ${LARGE_COUNT} numbers / ${SMALL_COUNT}`, ratios, { least: 0.3 });
  };
  try {
    await compare("pages of the list", pages);
    for (const [name, text] of Object.entries(SEARCHES))
      await compare(`searches for ${name}`, (side) => search(side, text));
    const counted: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) counted.push(await afterChange(many));
    report(`search for a word that all ${LARGE_COUNT} share, just after a change, ms`, counted);
    await compare("edits of 50 numbers", bulkEditRate);
  } finally {
    few.stop();
    many.stop();
  }
}
