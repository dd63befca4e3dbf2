import type { StatusIcon, StatusColor } from "@callboard/domain/agents/types";
import { DAY, type Instant } from "@callboard/domain/core/time";
import { stmt } from "../store/database/port.ts";
import { runBilling } from "../features/balance/billing.ts";
import { SandboxCarrier } from "../integrations/carrier/sandbox/sandbox.ts";
import { runDueJobs } from "../jobs/queue.ts";
import { createOperator } from "../features/access/createOperator.ts";
import { createThrottle } from "../auth/throttle.ts";
import type { Services } from "../services.ts";
import { runDemoEvents } from "./activity.ts";
import { callers, type SeedContext } from "./seedContext.ts";
import { monthOfPresets } from "./presets.ts";
import { monthOfRouting } from "./routing.ts";
import { monthOfUsage } from "./usage.ts";
import { DEMO_ACCOUNTS, DEMO_PASSWORD, DEMO_PEOPLE, type DemoAccount } from "../features/demo/people.ts";
import { DEFAULT_LOCALE } from "../store/locale.ts";

type StatusSeed = [
  name: string,
  color: StatusColor,
  icon: StatusIcon | null,
  minutes: number | null,
  whenOver: "available" | "stay" | "offline",
  takesCalls?: boolean,
];
const STATUSES: readonly StatusSeed[] = [
  ["Lunch", "amber", "lunch", 30, "available"],
  ["Coffee", "orange", "coffee", 10, "available"],
  ["Meeting", "violet", "users", 60, "stay"],
  ["Training", "blue", "book", null, "stay"],
  ["Callbacks", "pink", "phone", null, "stay", true],
];

/** Whether the database has no people. Only an empty one is seeded. */
export async function isEmpty({ db }: Services): Promise<boolean> {
  const [rows] = await db.read([stmt("SELECT 1 FROM people LIMIT 1")]);
  return rows!.length === 0;
}

export interface SeedOptions {
  /** Days of history. */
  days: number;
  /** Also numbers, sources and queues. Most tests create those that they need. */
  routing?: boolean;
}

/** Creates the demo world through the public procedures with the clock set back, so that its history is real. */
export async function seed(
  services: Services,
  options: SeedOptions = { days: 30, routing: true },
): Promise<SeedContext> {
  const end = services.now();
  const context = createSeedContext(services);
  await markDemo(services, "half");
  context.setClock(end - (options.days + 1) * DAY);
  await seedPeople(services, context);
  for (const account of DEMO_ACCOUNT_NAMES.filter((name) => name !== "harbor")) await seedStatuses(context, account);
  await runDemoEvents(context, end, options.days, options.routing ? monthOfRecords(end, options.days) : []);
  await context.runDueJobs();
  await connectPhones(services);
  await markDemo(services, "whole");
  return context;
}

/** The demo's phones exist on screens only: nobody reports signs of life, so they stay connected without. */
async function connectPhones({ db }: Services): Promise<void> {
  const writes = [stmt("DELETE FROM phone_leases")];
  await db.write({ reads: [], decide: () => ({ writes, answer: null }) });
}

/** Marks the database as a demo, because no other may be deleted. `half`: not complete yet, so it isn't used. */
async function markDemo({ db }: Services, state: "half" | "whole"): Promise<void> {
  const sql =
    "INSERT INTO settings (name, value) VALUES ('demo.world', ?1) ON CONFLICT (name) DO UPDATE SET value = ?1";
  await db.write({ reads: [], decide: () => ({ writes: [stmt(sql, state)], answer: null }) });
}

const monthOfRecords = (end: Instant, days: number) => [
  ...monthOfRouting(end, days),
  ...monthOfPresets(end, days),
  ...monthOfUsage(end, days),
];
const DEMO_ACCOUNT_NAMES = Object.keys(DEMO_ACCOUNTS) as DemoAccount[];
const ownerOf = (account: DemoAccount) => DEMO_PEOPLE.find((person) => person.owns === account)!;

function createSeedContext(
  services: Services,
): SeedContext & { signIn(email: string): Promise<void>; keys: Map<DemoAccount, string> } {
  // The demo world's time while it is created.
  let instant = services.now();
  // The carrier processes the demo's orders without delay: nobody waits for them.
  const carrier = Object.assign(new SandboxCarrier(services.db), { latencyMs: 0 });
  const pastServices: Services = {
    ...services,
    carrier,
    now: () => instant,
    throttle: createThrottle({ db: services.db, now: () => instant, free: 10_000 }),
  };
  const secrets = new Map<string, string>();
  const keys = new Map<DemoAccount, string>();
  const accounts = new Map<DemoAccount, string>();
  const call = (secret: string | null, account: string | null) =>
    callers({
      services: pastServices,
      secret,
      account,
      key: null,
      request: services.newId(),
      device: "demo",
      network: "demo",
      locale: DEFAULT_LOCALE,
    });
  return {
    accounts,
    people: new Map(),
    statuses: new Map(),
    keys,
    setClock: (next) => (instant = next),
    clientFor: (email, account) => call(secrets.get(email) ?? null, account ? accounts.get(account)! : null),
    runDueJobs: () => runDueJobs(pastServices, "requests"),
    runBilling: () => runBilling(pastServices),
    clientWith: (secret, account) => call(secret, accounts.get(account)!),
    withKey: (account) => call(keys.get(account)!, accounts.get(account)!),
    async signIn(email) {
      const { secret } = await call(null, null).access.signIn({ email, password: DEMO_PASSWORD });
      secrets.set(email, secret);
    },
  };
}

/** The secret of the newest link that was mailed to somebody. */
async function findMailedSecret({ db, seal }: Services, email: string): Promise<string> {
  const newestSql = "SELECT secret FROM mails WHERE recipient = ? ORDER BY rowid DESC LIMIT 1";
  const [rows] = await db.read([stmt(newestSql, email)]);
  return seal.decrypt(rows![0]!.secret);
}

async function seedPeople(services: Services, context: ReturnType<typeof createSeedContext>): Promise<void> {
  const operator = DEMO_PEOPLE.find((person) => person.memberships.length === 0 && person.owns === undefined)!;
  await createOperator({ ...services, now: () => services.now() - 32 * DAY }, { ...operator, password: DEMO_PASSWORD });
  await context.signIn(operator.email);
  for (const name of DEMO_ACCOUNT_NAMES) await openDemoAccount(services, context, operator.email, name);
  for (const person of DEMO_PEOPLE)
    for (const membership of person.memberships)
      if (person.owns !== membership.account) await joinAccount(services, context, person, membership);
  for (const name of DEMO_ACCOUNT_NAMES.filter((account) => account !== "harbor")) {
    const { secret } = await context
      .clientFor(ownerOf(name).email, name)
      .access.createApiKey({ name: "Phone system", permissions: ["send phone events"] });
    context.keys.set(name, secret);
  }
}

async function openDemoAccount(
  services: Services,
  context: ReturnType<typeof createSeedContext>,
  operator: string,
  name: DemoAccount,
): Promise<void> {
  const { agency, openingMicros, balanceFrom, name: title, zone } = DEMO_ACCOUNTS[name];
  const person = ownerOf(name);
  const owner = {
    name: person.name,
    email: person.email,
    softphone: person.memberships.some((membership) => membership.account === name),
  };
  const form = { name: title, zone, openingBalanceMicros: openingMicros, owner };
  if (agency === null) {
    const plan = name === "solo" ? "essentials" : "advanced";
    const opened = await context.clientFor(operator).account.open({ ...form, plan });
    context.accounts.set(name, opened.id);
    context.people.set(person.email, opened.owner);
    const token = await findMailedSecret(services, person.email);
    await context.clientFor(operator).access.resetPassword({ token, password: DEMO_PASSWORD });
  } else {
    const opened = await context.clientFor(ownerOf(agency).email, agency).agency.open({ ...form, balanceFrom });
    context.accounts.set(name, opened.id);
    const token = await findMailedSecret(services, person.email);
    const joined = await context.clientFor(person.email).access.acceptInvitation({ token, password: DEMO_PASSWORD });
    context.people.set(person.email, joined.person);
  }
  await context.signIn(person.email);
}

async function joinAccount(
  services: Services,
  context: ReturnType<typeof createSeedContext>,
  person: (typeof DEMO_PEOPLE)[number],
  { account, role, softphone }: (typeof DEMO_PEOPLE)[number]["memberships"][number],
): Promise<void> {
  await context
    .clientFor(ownerOf(account).email, account)
    .access.invite({ email: person.email, name: person.name, role, softphone });
  const token = await findMailedSecret(services, person.email);
  if (context.people.has(person.email)) {
    await context.clientFor(person.email).access.join({ token });
    return;
  }
  const joined = await context.clientFor(person.email).access.acceptInvitation({ token, password: DEMO_PASSWORD });
  context.people.set(person.email, joined.person);
  await context.signIn(person.email);
}

async function seedStatuses(context: SeedContext, account: DemoAccount): Promise<void> {
  const statuses = account === "northwind" ? STATUSES : STATUSES.slice(0, 3);
  for (const [name, color, icon, defaultMinutes, whenOver, takesCalls = false] of statuses) {
    const { id } = await context
      .clientFor(ownerOf(account).email, account)
      .agents.defineStatus({ name, color, icon, defaultMinutes, whenOver, takesCalls });
    context.statuses.set(`${account}/${name}`, id);
  }
}
