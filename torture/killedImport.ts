import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { contextOf } from "../apps/server/src/http/app.ts";
import { type Database, stmt } from "../apps/server/src/store/database/port.ts";
import { randomId } from "../apps/server/src/store/randomId.ts";
import { appRouter } from "../apps/server/src/http/router.ts";
import { DEMO_PASSWORD } from "../apps/server/src/features/demo/people.ts";
import { seed } from "../apps/server/src/seed/seed.ts";
import { openServices } from "../apps/server/src/start/openServices.ts";
import { callerFactory } from "../apps/server/src/rpc/procedures.ts";
import { findBrokenLink } from "../apps/server/test/support/checks/changeChain.ts";
import { envFor, SECRET } from "../apps/server/test/support/prepared.ts";

export interface Size {
  lines: number;
  /** How often the importing process is killed. */
  kills: number;
}

const INVALID_LINES = 17;
const LEASE_MS = 6000;

/** Imports a file while its process is killed again and again; returns what is wrong afterwards. */
export async function killedImport(size: Size, log: (line: string) => void = () => {}): Promise<string[]> {
  const dir = mkdtempSync(join(tmpdir(), "callboard-import-"));
  const file = join(dir, "import.db");
  const { services, close } = await openServices(envFor(`file:${file}`), {
    wallClock: () => Date.now(),
    newId: () => randomId(Date.now()),
    secret: SECRET,
    publicUrl: "http://callboard.test",
  });
  try {
    const { accounts } = await seed(services, { days: 1 });
    const account = accounts.get("northwind")!;
    const call = (secret: string | null) => {
      const headers = new Headers({
        "x-callboard-account": account,
        ...(secret ? { authorization: `Bearer ${secret}` } : {}),
      });
      return callers(contextOf(services, headers, "torture"));
    };
    const { secret } = await call(null).access.signIn({ email: "dana@callboard.demo", password: DEMO_PASSWORD });
    return await importAndKill(services.db, call(secret), account, file, size, log);
  } finally {
    await close();
    rmSync(dir, { recursive: true, force: true });
  }
}
const callers = callerFactory(appRouter);
type Caller = ReturnType<typeof callers>;

async function importAndKill(
  db: Database,
  dana: Caller,
  account: string,
  file: string,
  { lines, kills }: Size,
  log: (line: string) => void,
) {
  const invalidRows = Array.from({ length: INVALID_LINES }, (_, n) => Math.floor((n * lines) / INVALID_LINES));
  const rows = Array.from(
    { length: lines },
    (_, n) => `${invalidRows.includes(n) ? "12" : `+1512${2_000_000 + n}`},Spring ${n}`,
  );
  const text = `Number,Name\n${rows.join("\n")}\n`;
  const { run, ready, rejected } = await dana.numbers.import({ name: "spring.csv", text });
  const faults: string[] = [];
  const rejectedLines = rejected.map(({ line }) => line).join();
  if (rejectedLines !== invalidRows.map((n) => n + 2).join()) faults.push(`refused were the lines ${rejectedLines}`);
  await dana.runs.start({ run });
  let furthest = 0;
  const readProgress = async (): Promise<number> => {
    const { counts } = await dana.runs.get({ run });
    if (counts.done < furthest) faults.push(`it went back from ${furthest} to ${counts.done}`);
    return (furthest = counts.done);
  };
  for (let turn = 0; turn <= kills; turn += 1) {
    const worker = startRunner(file, Date.now() + turn * LEASE_MS);
    const expected = turn === kills ? ready : (ready * (turn + 1)) / (kills + 2);
    while ((await readProgress()) < expected && worker.exitCode === null)
      await new Promise((next) => setTimeout(next, 10));
    if (worker.exitCode !== null) faults.push("the process at work ended by itself");
    if (turn === kills)
      while ((await dana.runs.get({ run })).state !== "done") await new Promise((next) => setTimeout(next, 10));
    await killProcess(worker);
    log(`killed after ${furthest} of ${ready}`);
  }
  return [...faults, ...(await checkOutcome(db, dana, account, run, ready))];
}

async function checkOutcome(
  db: Database,
  dana: Caller,
  account: string,
  run: string,
  ready: number,
): Promise<string[]> {
  const faults: string[] = [];
  const { state, counts } = await dana.runs.get({ run });
  const { total, done, failed, pending } = counts;
  if (
    state !== "done" ||
    done !== ready ||
    failed !== INVALID_LINES ||
    pending !== 0 ||
    total !== ready + INVALID_LINES
  )
    faults.push(`it ended ${state} with ${JSON.stringify(counts)}`);
  const [created, numbers, duplicated] = await db.read([
    stmt("SELECT count(DISTINCT created_record) AS n FROM run_items WHERE run = ? AND state = 'done'", run),
    stmt(
      "SELECT count(*) AS n FROM records WHERE account = ? AND kind = 'number' AND id IN (SELECT created_record FROM run_items WHERE run = ?)",
      account,
      run,
    ),
    stmt("SELECT id FROM changes WHERE batch = ? GROUP BY id HAVING count(*) > 1", run),
  ]);
  if (Number(created![0]!.n) !== ready) faults.push(`${created![0]!.n} numbers came of ${ready} lines`);
  if (Number(numbers![0]!.n) !== ready) faults.push(`${numbers![0]!.n} numbers are there`);
  if (duplicated!.length > 0) faults.push(`${duplicated!.length} numbers were made twice`);
  const broken = await findBrokenLink(db);
  if (broken !== null) faults.push(`the chain is broken at ${broken}`);
  return faults;
}

function startRunner(file: string, now: number): ChildProcess {
  const path = join(import.meta.dirname, "../apps/server/test/support/processes/toyRunner.ts");
  return spawn(process.execPath, [path, file, String(now)], { stdio: ["ignore", "ignore", "inherit"] });
}

async function killProcess(child: ChildProcess): Promise<void> {
  const exited = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await exited;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { lines: { type: "string", default: "10000" }, kills: { type: "string", default: "3" } },
  });
  const faults = await killedImport({ lines: Number(values.lines), kills: Number(values.kills) }, console.log);
  console.log(
    faults.length === 0
      ? `${values.lines} lines: each has one outcome, ${INVALID_LINES} were refused by their line`
      : faults.join("\n"),
  );
  process.exit(faults.length === 0 ? 0 : 1);
}
