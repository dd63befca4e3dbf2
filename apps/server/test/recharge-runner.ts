import { startJobs } from "../src/chores.ts";
import type { Fault } from "../src/payments/sandbox/charges.ts";
import type { SandboxPayments } from "../src/payments/sandbox/sandbox.ts";
import { randomId } from "../src/random-id.ts";
import { openWorld } from "../src/server.ts";
import { envFor, SECRET } from "./prepared.ts";

/** Another process that recharges balances, until it is killed. Its clock is handed in and stands still. */
const [file, at, fault] = process.argv.slice(2) as [string, string, Fault | "none"];
const now = Number(at);
const { world } = await openWorld(envFor(`file:${file}`), {
  wall: () => now,
  newId: () => randomId(now),
  secret: SECRET,
  publicUrl: "http://callboard.test",
});
const payments = world.payments as SandboxPayments;
if (fault !== "none") payments.faulty = ({ verb }) => (verb === "charge" ? fault : null);
payments.latencyMs = 3;
payments.patienceMs = fault === "none" ? 100 : 60_000;
startJobs(world);
process.send?.("ready");
