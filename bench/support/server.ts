import { monitorEventLoopDelay } from "node:perf_hooks";
import { serve } from "@hono/node-server";
import { createApp } from "../../apps/server/src/http/app.ts";
import { startScheduler } from "../../apps/server/src/jobs/scheduler.ts";
import { scheduledWork } from "../../apps/server/src/start/scheduledWork.ts";
import { randomId } from "../../apps/server/src/store/randomId.ts";
import { DEFAULT_LOCALE } from "../../apps/server/src/store/locale.ts";
import { purge } from "../../apps/server/src/store/purge.ts";
import { appRouter } from "../../apps/server/src/http/router.ts";
import { DEMO_PASSWORD } from "../../apps/server/src/features/demo/people.ts";
import { seed } from "../../apps/server/src/seed/seed.ts";
import { openServices } from "../../apps/server/src/start/openServices.ts";
import { publicProcedure, callerFactory, router } from "../../apps/server/src/rpc/procedures.ts";
import { openSubAccounts } from "../../apps/server/test/support/fixtures/subAccounts.ts";
import { addNumbers } from "./addNumbers.ts";
import { UNLIMITED_MAIL } from "./mailLimits.ts";
import { DAY } from "../../packages/domain/src/core/time.ts";
import { stmt } from "../../apps/server/src/store/database/port.ts";

/** Facts about this process for the measuring one. */
export interface ServerInfo {
  address: string;
  account: string;
  /** An administrator's secret; the others are agents'. */
  owner: string;
  secrets: string[];
  statuses: string[];
  /** The demo world's accounts by name, and a person who administers all of them. */
  accounts: Record<string, string>;
  agency: string;
  /** Platform staff. */
  operator: string;
  ownerId: string;
  /** The key of a meter in the account. */
  meter: string;
  pid: number;
  /** Another agency with the requested number of sub-accounts, and its owner's secret. */
  largeAgency: { account: string; secret: string } | null;
}

/** Moves the clock ahead by this many milliseconds in total, and purges. */
export interface PurgeCommand {
  purge: number;
}
/** Starts watching the event loop; the second call returns the longest time it was blocked. */
export interface WatchCommand {
  watch: "begin" | "end";
}
export interface WatchResult {
  stallMs: number;
}
export interface PurgeResult {
  removed: number;
  ms: number;
  /** The longest time that the event loop was blocked. */
  stallMs: number;
}

const SEATS = 64;
const [folder, ...extras] = process.argv.slice(2);
let clockOffset = 0;
const wallClock = () => Date.now() + clockOffset;
const { services } = await openServices(
  {
    databaseUrl: `file:${folder}/bench.db`,
    DATABASE_TOKEN: undefined,
    SMTP_URL: undefined,
    MAIL_FROM: "bench@localhost",
    LOG_LEVEL: "error",
    demo: true,
  },
  {
    wallClock,
    newId: () => randomId(wallClock()),
    secret: "for the benchmark alone, never used otherwise",
    publicUrl: "http://127.0.0.1",
    freeAttempts: 1_000_000,
    sendLimits: UNLIMITED_MAIL,
  },
);
const demoWorld = await seed(services, { days: 3 });
const callers = callerFactory(appRouter);
const call = (secret: string | null, account: string | null) =>
  callers({
    services,
    secret,
    account,
    key: null,
    request: "",
    device: "bench",
    network: "bench",
    locale: DEFAULT_LOCALE,
  });
const account = demoWorld.accounts.get("northwind")!;
const owner = await call(null, null).access.signIn({ email: "dana@callboard.demo", password: DEMO_PASSWORD });
const secrets: string[] = [];
for (let seat = 0; seat < SEATS; seat += 1) {
  const email = `seat${seat}@callboard.demo`;
  await call(owner.secret, account).access.invite({ email, name: `Seat ${seat}`, role: "agent", softphone: true });
  const [rows] = await services.db.read([stmt("SELECT secret FROM mails WHERE recipient = ?", email)]);
  const token = services.seal.decrypt(rows![0]!.secret);
  secrets.push((await call(null, null).access.acceptInvitation({ token, password: DEMO_PASSWORD })).secret);
}
const agency = await call(null, null).access.signIn({ email: "harriet@callboard.demo", password: DEMO_PASSWORD });
const statuses = (await call(owner.secret, account).agents.statuses()).map((status) => status.id);
const operator = await call(null, null).access.signIn({ email: "otto@callboard.demo", password: DEMO_PASSWORD });
const meter = await call(operator.secret, null).access.createMeterKey({ account, name: "Bench meter" });
const numberCount = Number(extras.find((extra) => extra.startsWith("numbers="))?.split("=")[1] ?? 0);
await addNumbers(services, account, numberCount);
const otherNumberCount = Number(extras.find((extra) => extra.startsWith("elsewhere="))?.split("=")[1] ?? 0);
await addNumbers(services, demoWorld.accounts.get("parkside")!, otherNumberCount, wallClock() + 20 * DAY);
const large = await largeAgency(Number(extras.find((extra) => extra.startsWith("subs="))?.split("=")[1] ?? 0));
if (extras.includes("jobs")) startScheduler(services, scheduledWork(services));
const benchRouter = router({
  ...appRouter._def.record,
  bench: router({ empty: publicProcedure.mutation(() => null), emptyQuery: publicProcedure.query(() => null) }),
});
const server = serve(
  { fetch: createApp(services, null, benchRouter as never).fetch, port: 0, hostname: "127.0.0.1" },
  ({ port }) => {
    process.send?.({
      address: `http://127.0.0.1:${port}`,
      account,
      owner: owner.secret,
      secrets,
      statuses,
      accounts: Object.fromEntries(demoWorld.accounts),
      agency: agency.secret,
      operator: operator.secret,
      ownerId: demoWorld.people.get("dana@callboard.demo")!,
      meter: meter.secret,
      pid: process.pid,
      largeAgency: large,
    } satisfies ServerInfo);
  },
);
async function largeAgency(accounts: number): Promise<ServerInfo["largeAgency"]> {
  if (accounts === 0) return null;
  const email = "large@callboard.demo";
  const form = {
    name: "Large Agency",
    zone: "America/New_York",
    plan: "advanced",
    owner: { name: "Lea Large", email },
  } as const;
  await call(operator.secret, null).account.open(form);
  const [mails] = await services.db.read([stmt("SELECT secret FROM mails WHERE recipient = ?", email)]);
  const token = services.seal.decrypt(mails![0]!.secret);
  await call(null, null).access.resetPassword({ token, password: DEMO_PASSWORD });
  const { secret, person } = await call(null, null).access.signIn({ email, password: DEMO_PASSWORD });
  const [ownAccount] = (await call(secret, null).access.me()).accounts;
  await openSubAccounts(services, ownAccount!.id, person, accounts);
  return { account: ownAccount!.id, secret };
}

let loopMonitor: ReturnType<typeof monitorEventLoopDelay> | null = null;
process.on("message", async (command: PurgeCommand | WatchCommand) => {
  if ("watch" in command) {
    const stallMs = loopMonitor === null ? 0 : loopMonitor.max / 1e6;
    loopMonitor?.disable();
    loopMonitor = command.watch === "begin" ? monitorEventLoopDelay({ resolution: 1 }) : null;
    loopMonitor?.enable();
    return void process.send!({ stallMs } satisfies WatchResult);
  }
  clockOffset = command.purge;
  const stalls = monitorEventLoopDelay({ resolution: 1 });
  stalls.enable();
  const from = performance.now();
  const removed = await purge(services);
  stalls.disable();
  process.send!({ removed, ms: performance.now() - from, stallMs: stalls.max / 1e6 } satisfies PurgeResult);
});
process.on("disconnect", () => {
  server.close();
  process.exit(0);
});
