import { startScheduler } from "../src/chores.ts";
import type { PaymentFault } from "../src/payments/sandbox/charges.ts";
import type { SandboxPayments } from "../src/payments/sandbox/sandbox.ts";
import { randomId } from "../src/random-id.ts";
import { openServices } from "../src/server.ts";
import { envFor, SECRET } from "./prepared.ts";

/** Another process that recharges balances, until it is killed. Its clock is handed in and stands still. */
const [file, at, fault] = process.argv.slice(2) as [string, string, PaymentFault | "none"];
const now = Number(at);
const { world: services } = await openServices(envFor(`file:${file}`), {
  wall: () => now,
  newId: () => randomId(now),
  secret: SECRET,
  publicUrl: "http://callboard.test",
});
const payments = services.payments as SandboxPayments;
if (fault !== "none") payments.faulty = ({ verb }) => (verb === "charge" ? fault : null);
payments.latencyMs = 3;
payments.patienceMs = fault === "none" ? 100 : 60_000;
startScheduler(services);
process.send?.("ready");
