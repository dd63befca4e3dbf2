import type { Fault, Sandbox } from "../src/carrier/sandbox.ts";
import { startJobs } from "../src/chores.ts";
import { randomId } from "../src/random-id.ts";
import { openWorld } from "../src/server.ts";
import { envFor, SECRET } from "./prepared.ts";

/** Another process that works off orders, until it is killed. Its clock is handed in and stands still. */
const [file, at, fault] = process.argv.slice(2) as [string, string, Fault | "none"];
const now = Number(at);
const { world } = await openWorld(envFor(`file:${file}`), {
  wall: () => now,
  newId: () => randomId(now),
  secret: SECRET,
  publicUrl: "http://callboard.test",
});
const carrier = world.carrier as Sandbox;
if (fault !== "none") carrier.faulty = () => fault;
carrier.latencyMs = 5;
// Nobody hangs up before the end comes.
carrier.patienceMs = 60_000;
startJobs(world);
