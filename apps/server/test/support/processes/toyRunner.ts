import { randomId } from "../../../src/store/randomId.ts";
import { startScheduler } from "../../../src/jobs/scheduler.ts";
import { scheduledWork } from "../../../src/start/scheduledWork.ts";
import { openServices } from "../../../src/start/openServices.ts";
import { envFor, SECRET } from "../prepared.ts";
import "./toyRun.ts";

/** Another process that runs due jobs until it is killed. Its clock is given and doesn't move. */
const [file, at] = process.argv.slice(2) as [string, string];
const now = Number(at);
const { services } = await openServices(envFor(`file:${file}`), {
  wallClock: () => now,
  newId: () => randomId(now),
  secret: SECRET,
  publicUrl: "http://callboard.test",
});
startScheduler(services, scheduledWork(services));
