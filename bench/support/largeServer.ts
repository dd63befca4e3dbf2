import { createHash } from "node:crypto";
import {
  copyFileSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { createApp } from "../../apps/server/src/http/app.ts";
import { startScheduler } from "../../apps/server/src/jobs/scheduler.ts";
import { scheduledWork } from "../../apps/server/src/start/scheduledWork.ts";
import { randomId } from "../../apps/server/src/store/randomId.ts";
import { openSession } from "../../apps/server/src/auth/people.ts";
import { newSecret } from "../../apps/server/src/auth/secrets.ts";
import { openServices } from "../../apps/server/src/start/openServices.ts";
import { commit } from "../../apps/server/src/store/commit.ts";
import type { Services } from "../../apps/server/src/services.ts";
import { openLargeAccount } from "../../apps/server/test/large/account.ts";
import { type LargeContext, largeContext } from "../../apps/server/test/large/context.ts";
import { measure, type Measured, PROCEDURES, trialsOf } from "../../apps/server/test/large/measure.ts";
import { FULL, type LargeAccount, sizeOf } from "../../apps/server/test/large/size.ts";
import { scopeOf } from "../../apps/server/test/support/scopes.ts";
import { UNLIMITED_MAIL } from "./mailLimits.ts";

/** Facts about this process for the measuring one. */
export interface LargeReady {
  address: string;
  largeAccount: Team;
  /** Another account on the same server, with a hundred people. */
  otherAccount: Team;
}
export interface Team {
  account: string;
  statuses: readonly string[];
  /** Sessions of different agents, and of somebody who may read everything. */
  agents: string[];
  administrator: string;
}
export type LargeCommand = { measure: number } | { use: "begin" | "end" };
export interface ResourceUsage {
  cpuMs: number;
  /** The longest time that the event loop was blocked. */
  stallMs: number;
}

const AGENTS = 64;
const LARGE = join(import.meta.dirname, "../../apps/server/test/large");
/** A change in these files means that the account must be rebuilt. */
const ACCOUNT_BUILDERS = ["account.ts", "ledger.ts", "log.ts", "records.ts", "size.ts"];
const [folder, cache, share] = process.argv.slice(2) as [string, string, string];
const SIZE = share === "1" ? FULL : sizeOf(Number(share));

const MADE_AT = Date.UTC(2026, 2, 17, 15);
const startedAt = Date.now();
/** The account always has the age it had when it was made. */
const wallClock = () => MADE_AT + (Date.now() - startedAt);

const open = (file: string, clock: () => number) =>
  openServices(
    {
      databaseUrl: `file:${file}`,
      DATABASE_TOKEN: undefined,
      SMTP_URL: undefined,
      MAIL_FROM: "bench@localhost",
      LOG_LEVEL: "error",
      demo: true,
    },
    {
      wallClock: clock,
      newId: () => randomId(clock()),
      secret: "for the benchmark alone, never used otherwise",
      publicUrl: "http://127.0.0.1",
      freeAttempts: 1_000_000,
      sendLimits: UNLIMITED_MAIL,
    },
  );

/** Built once for each version of its builders and cached; the measured file is a copy. */
async function prepareAccount(): Promise<{ file: string; account: LargeAccount }> {
  const hash = createHash("sha256").update(JSON.stringify(SIZE));
  for (const name of ACCOUNT_BUILDERS) hash.update(readFileSync(join(LARGE, name)));
  const cached = join(cache, hash.digest("hex").slice(0, 12));
  const [file, list] = [join(cached, "large.db"), join(cached, "made.json")];
  if (!existsSync(list)) {
    rmSync(cached, { recursive: true, force: true });
    mkdirSync(cached, { recursive: true });
    console.warn(`Building the large account once, in ${cached}.`);
    const { services, close } = await open(file, () => MADE_AT);
    const account = await openLargeAccount(services, SIZE);
    await close();
    writeFileSync(`${list}.new`, JSON.stringify(account));
    renameSync(`${list}.new`, list);
  }
  return { file, account: JSON.parse(readFileSync(list, "utf8")) };
}

async function openTeam(services: Services, large: LargeAccount): Promise<Team> {
  const agents: string[] = [];
  await commit(scopeOf(services, large.id), {}, () =>
    large.seats.slice(10, 10 + AGENTS).map((person, at) => {
      const secret = newSecret("cbs");
      agents.push(secret);
      return openSession(`${large.id}-bench${at}`, secret, person, "bench", services.now());
    }),
  );
  return { account: large.id, statuses: large.statuses, agents, administrator: large.secrets.administrator };
}

const { file, account } = await prepareAccount();
copyFileSync(file, join(folder, "large.db"), constants.COPYFILE_FICLONE);
const { services } = await open(join(folder, "large.db"), wallClock);
const otherAccount = await openLargeAccount(
  services,
  { ...sizeOf(0.001), people: 120, members: 20 },
  "elsewhere",
  "513",
);
startScheduler(services, scheduledWork(services));
const teams = { largeAccount: await openTeam(services, account), otherAccount: await openTeam(services, otherAccount) };
serve({ fetch: createApp(services, null).fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
  process.send!({ address: `http://127.0.0.1:${port}`, ...teams } satisfies LargeReady),
);

async function measureAll(rounds: number): Promise<Measured[]> {
  const context: LargeContext = await largeContext(services, account);
  const all: Measured[] = [];
  for (const path of PROCEDURES)
    for (const trial of trialsOf(path)) all.push(await measure(context, path, trial, rounds));
  return all;
}

let resourceWatch: { cpu: NodeJS.CpuUsage; stalls: ReturnType<typeof monitorEventLoopDelay> } | null = null;
function toggleResourceWatch(phase: "begin" | "end"): ResourceUsage {
  const cpu = resourceWatch === null ? { user: 0, system: 0 } : process.cpuUsage(resourceWatch.cpu);
  const answer = { cpuMs: (cpu.user + cpu.system) / 1000, stallMs: (resourceWatch?.stalls.max ?? 0) / 1e6 };
  resourceWatch?.stalls.disable();
  resourceWatch =
    phase === "begin" ? { cpu: process.cpuUsage(), stalls: monitorEventLoopDelay({ resolution: 1 }) } : null;
  resourceWatch?.stalls.enable();
  return answer;
}

process.on("message", async (command: LargeCommand) => {
  process.send!("measure" in command ? await measureAll(command.measure) : toggleResourceWatch(command.use));
});
process.on("disconnect", () => process.exit(0));
