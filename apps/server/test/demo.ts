import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Instant } from "@callboard/domain/time";
import { onTestFinished } from "vitest";
import { contextOf } from "../src/app.ts";
import { randomId } from "../src/random-id.ts";
import { appRouter } from "../src/router.ts";
import { DEMO_PASSWORD, type DemoAccount } from "../src/seed/people.ts";
import { seed, type SeedOptions } from "../src/seed/world.ts";
import { openServices } from "../src/server.ts";
import { callerFactory } from "../src/trpc.ts";
import { envFor, SECRET } from "./prepared.ts";

const callers = callerFactory(appRouter);

/** A demo world as `start` makes it, at any instant, with a clock that stands still until it is moved on. */
export async function openDemoApp(start: Instant, wanted?: SeedOptions) {
  const dir = mkdtempSync(join(tmpdir(), "callboard-seed-"));
  let now = start;
  const { world, close } = await openServices(envFor(`file:${join(dir, "demo.db")}`), {
    wall: () => now,
    newId: () => randomId(now),
    secret: SECRET,
    publicUrl: "http://callboard.test",
    tries: 1000,
  });
  onTestFinished(async () => {
    await close();
    rmSync(dir, { recursive: true, force: true });
  });
  const { accounts } = await seed(world, wanted);
  const by = async (name: string, account: DemoAccount) => {
    const email = `${name}@callboard.demo`;
    const nobody = callers(contextOf(world, new Headers(), "seed"));
    const { secret } = await nobody.access.signIn({ email, password: DEMO_PASSWORD });
    const headers = new Headers({ authorization: `Bearer ${secret}`, "x-callboard-account": accounts.get(account)! });
    return callers(contextOf(world, headers, "seed"));
  };
  return { world, by, account: (name: DemoAccount) => accounts.get(name)!, pass: (ms: number) => (now += ms) };
}
