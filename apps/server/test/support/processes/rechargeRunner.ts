import { startScheduler } from "../../../src/jobs/scheduler.ts";
import { scheduledWork } from "../../../src/start/scheduledWork.ts";
import type { PaymentFault } from "../../../src/integrations/payments/sandbox/charges.ts";
import type { SandboxPayments } from "../../../src/integrations/payments/sandbox/sandbox.ts";
import { randomId } from "../../../src/store/randomId.ts";
import { openServices } from "../../../src/start/openServices.ts";
import { envFor, SECRET } from "../prepared.ts";

/** Another process that recharges balances until it is killed. Its clock is given and doesn't move. */
const [file, at, fault] = process.argv.slice(2) as [string, string, PaymentFault | "none"];
const now = Number(at);
const { services } = await openServices(envFor(`file:${file}`), {
  wallClock: () => now,
  newId: () => randomId(now),
  secret: SECRET,
  publicUrl: "http://callboard.test",
});
const payments = services.payments as SandboxPayments;
if (fault !== "none") payments.faultFor = ({ verb }) => (verb === "charge" ? fault : null);
/** Reports each step, so that the process can be killed at any of them. */
const { db } = services;
const { read, write } = db;
db.read = (stmts) => {
  process.send?.("step");
  return read(stmts);
};
db.write = async (work) => {
  const answer = await write(work);
  process.send?.("step");
  return answer;
};
payments.latencyMs = 3;
payments.timeoutMs = fault === "none" ? 100 : 60_000;
startScheduler(services, scheduledWork(services));
process.send?.("ready");
