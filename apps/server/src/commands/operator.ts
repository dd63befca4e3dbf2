import { createInterface } from "node:readline/promises";
import { Failure } from "@callboard/domain/core/failure";
import { PASSWORD_MIN } from "@callboard/domain/access/schema";
import { en } from "@callboard/domain/core/messages/en";
import { render } from "@callboard/domain/core/message";
import { createOperator } from "../features/access/createOperator.ts";
import { randomId } from "../store/randomId.ts";
import { checkDemoAllowed, readDemoState } from "../seed/demoMarker.ts";
import { openServices } from "../start/openServices.ts";
import { commandArguments } from "./commandArguments.ts";
import { openData, findDataLocation } from "./dataLocation.ts";
import { exitWith } from "./exitWith.ts";

// The password is typed or piped in, never an argument: every program on the machine can see arguments.
const USAGE = "Usage: operator <mail address> <name>. It asks for the password.";
const [email, ...name] = commandArguments(USAGE, Infinity, 2);
if (!email?.includes("@")) exitWith(USAGE);
const location = await findDataLocation();
const db = await openData(location);
const demoState = await readDemoState(db);
await db.close();
try {
  checkDemoAllowed(location.env, demoState);
} catch (error) {
  exitWith((error as Error).message);
}
const input = createInterface({ input: process.stdin, output: process.stderr });
const password = await input.question("Password: ");
input.close();
if (password.length < PASSWORD_MIN) exitWith(`The password is too short: at least ${PASSWORD_MIN} characters.`);
const wallClock = () => Date.now();
const { services, close } = await openServices(
  { ...location.env, databaseUrl: location.url },
  { wallClock, newId: () => randomId(wallClock()), secret: location.secret(), publicUrl: location.env.publicUrl },
);
try {
  await createOperator(services, { email, name: name.join(" "), password });
  console.log(`${name.join(" ")} is now an operator and can sign in.`);
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  exitWith(render(en, { key: error.key, values: error.values }, { zone: "UTC", language: "en" }));
} finally {
  await close();
}
