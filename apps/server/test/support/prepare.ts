import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KEY_PERMISSIONS } from "@callboard/domain/core/permissions";
import type { TestProject } from "vitest/node";
import { contextOf } from "../../src/http/app.ts";
import { stmt } from "../../src/store/database/port.ts";
import { randomId } from "../../src/store/randomId.ts";
import { appRouter } from "../../src/http/router.ts";
import { DEMO_PASSWORD, DEMO_PEOPLE, type DemoAccount } from "../../src/features/demo/people.ts";
import { seed } from "../../src/seed/seed.ts";
import { openServices } from "../../src/start/openServices.ts";
import { callerFactory } from "../../src/rpc/procedures.ts";
import type { Services } from "../../src/services.ts";
import { envFor, type Prepared, SECRET, START } from "./prepared.ts";

const DAYS = 9;

/** Seeds one database for the whole run; each test opens a copy of the file. */
export default async function prepare(project: TestProject): Promise<() => void> {
  const dir = mkdtempSync(join(tmpdir(), "callboard-test-"));
  const file = join(dir, "prepared.db");
  const { services, close } = await openServices(envFor(`file:${file}`), {
    wallClock: () => START,
    newId: () => randomId(START),
    secret: SECRET,
    publicUrl: "http://callboard.test",
    freeAttempts: 1000,
  });
  const { accounts, people, statuses } = await seed(services, { days: DAYS });
  const sessions: Record<string, string> = {};
  for (const { email } of DEMO_PEOPLE) {
    const { secret } = await call(services, null, null).access.signIn({ email, password: DEMO_PASSWORD });
    sessions[email] = secret;
  }
  const makeKey = async (email: string, account: DemoAccount, name: string, permissions: readonly string[]) =>
    (
      await call(services, sessions[email]!, accounts.get(account)!).access.createApiKey({
        name,
        permissions: permissions as never,
      })
    ).secret;
  const phonePermissions = ["send phone events"] as const;
  const prepared: Prepared = {
    file,
    accounts: Object.fromEntries(accounts) as Prepared["accounts"],
    people: Object.fromEntries(people),
    sessions,
    statuses: Object.fromEntries(statuses),
    keys: {
      northwind: await makeKey("dana@callboard.demo", "northwind", "Phones", phonePermissions),
      parkside: await makeKey("ida@callboard.demo", "parkside", "Phones", phonePermissions),
      mason: await makeKey("mary@callboard.demo", "mason", "Phones", phonePermissions),
      all: await makeKey("dana@callboard.demo", "northwind", "Everything", KEY_PERMISSIONS),
    },
  };
  // Closing leaves the newest writes in the write-ahead log, but only the main file is copied.
  await services.db.read([stmt("PRAGMA wal_checkpoint(TRUNCATE)")]);
  await close();
  project.provide("prepared", prepared);
  return () => rmSync(dir, { recursive: true, force: true });
}

const callers = callerFactory(appRouter);

function call(services: Services, secret: string | null, account: string | null) {
  const headers = new Headers();
  if (secret) headers.set("authorization", `Bearer ${secret}`);
  if (account) headers.set("x-callboard-account", account);
  return callers(contextOf(services, headers, "prepare"));
}
