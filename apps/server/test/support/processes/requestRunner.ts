import type { CarrierFault, SandboxCarrier } from "../../../src/integrations/carrier/sandbox/sandbox.ts";
import { startScheduler } from "../../../src/jobs/scheduler.ts";
import { scheduledWork } from "../../../src/start/scheduledWork.ts";
import { randomId } from "../../../src/store/randomId.ts";
import { openServices } from "../../../src/start/openServices.ts";
import { envFor, SECRET } from "../prepared.ts";

/** Another process that carries out orders until it is killed. Its clock is given and doesn't move. */
const [file, at, fault] = process.argv.slice(2) as [string, string, CarrierFault | "none"];
const now = Number(at);
const { services } = await openServices(envFor(`file:${file}`), {
  wallClock: () => now,
  newId: () => randomId(now),
  secret: SECRET,
  publicUrl: "http://callboard.test",
});
const carrier = services.carrier as SandboxCarrier;
if (fault !== "none") carrier.faultFor = () => fault;
carrier.latencyMs = 5;
// No request times out before the process is killed.
carrier.timeoutMs = 60_000;
startScheduler(services, scheduledWork(services));
