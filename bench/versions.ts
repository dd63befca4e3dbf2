import { statSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "libsql";
import { type Client, createClient } from "./support/client.ts";
import { type Subject, startDirectus } from "./support/directus.ts";
import { report, ROUNDS } from "./support/figures.ts";
import { startServer } from "./status.ts";

const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);
/** The number of people who edit their own records at the same time. */
const WRITERS = 8;
const CHANGES = 2000;

const OPERATIONS = [
  ["update", "versioned updates", 15],
  ["page", "pages of a record's versions", 5],
  ["revert", "ways back", 5],
] as const;

/** A record of about 2 kB; each change edits one field. */
const source = (name: string, description: string) => ({
  name,
  description,
  site: "onsite",
  ruleGroups: Array.from({ length: 8 }, (_, index) => ({
    id: `way${index}`,
    rules: [
      { subject: "landing", test: "parameter", name: "utm_source", value: `newsletter-${index}`, negated: false },
      { subject: "landing", test: "path", name: "", value: `/campaigns/spring/${index}`, negated: false },
    ],
  })),
});

/** The operations per second of all writers together. */
async function rateOf(work: (writer: number, turn: number) => Promise<void>, seconds = SECONDS): Promise<number> {
  const from = performance.now();
  const end = from + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      for (let turn = 1; performance.now() < end; turn += 1) {
        await work(writer, turn);
        done += 1;
      }
    }),
  );
  return done / ((performance.now() - from) / 1000);
}

/** This product, with an administrator's session. */
async function callboardSubject({ post, get }: Client): Promise<Subject> {
  const records = await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      const { id } = await post("sources.save", source(`Bench ${writer}`, "0"));
      return { id: id as string, version: 1 };
    }),
  );
  return {
    async update(writer, turn) {
      const record = records[writer]!;
      await post("sources.save", { ...record, ...source(`Bench ${writer}`, `${turn} ${Math.random()}`) });
      record.version += 1;
    },
    async page(writer) {
      const { versions } = await get("history.versions", { kind: "source", id: records[writer]!.id });
      if (versions.length === 0) throw new Error("no versions");
    },
    async revert(writer) {
      const record = records[writer]!;
      const input = { kind: "source", id: record.id, version: record.version - 1 };
      const { proposal } = await post("history.proposeRestore", input);
      await post("proposals.confirm", { proposal });
      record.version += 1;
    },
  };
}

/** The bytes that a change of one field adds to the file, including its log row, digest and indexes. */
async function bytesPerChange(side: Subject, file: string): Promise<number> {
  const size = () => {
    const db = new Sqlite(file);
    db.exec("PRAGMA busy_timeout = 10000");
    db.prepare("PRAGMA wal_checkpoint(TRUNCATE)").all();
    db.close();
    return statSync(file).size;
  };
  const before = size();
  for (let turn = 0; turn < CHANGES; turn += 1) await side.update(0, turn);
  return (size() - before) / CHANGES;
}

/**
 * Alternates between both products, each signed in; if the other one is missing, reports that instead of its figures.
 */
export async function benchVersions(): Promise<void> {
  const started = await startServer();
  const client = createClient(started);
  const directus = await startDirectus().catch((error: Error) => {
    console.log(JSON.stringify({ figure: "beside Directus", missing: error.message }));
    return null;
  });
  try {
    const side = await callboardSubject(client);
    const text = JSON.stringify(source("Bench 0", "0"));
    report(`bytes stored for a change of one field of a record of ${text.length} bytes`, [
      await bytesPerChange(side, join(started.folder, "bench.db")),
    ]);
    const sides = {
      ours: side,
      theirs: await directus?.createSubject(WRITERS, (writer, turn) =>
        source(`Bench ${writer}`, `${turn} ${Math.random()}`),
      ),
    };
    if (directus) console.log(JSON.stringify({ beside: `Directus ${directus.version} on SQLite` }));
    for (const [operation, label, least] of OPERATIONS) {
      const rates: number[] = [];
      const ratios: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const rate = await rateOf(sides.ours[operation]);
        rates.push(rate);
        if (sides.theirs) ratios.push(rate / (await rateOf(sides.theirs[operation])));
      }
      report(`${label} per second`, rates);
      if (sides.theirs) report(`${label}, this product / Directus`, ratios, { least });
    }
  } finally {
    directus?.stop();
    client.stop();
  }
}
