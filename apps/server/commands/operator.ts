import { createInterface } from "node:readline/promises";
import { Failure } from "@callboard/domain/failure";
import { PASSWORD_MIN } from "@callboard/domain/access.schema";
import { en } from "@callboard/domain/messages/en";
import { render } from "@callboard/domain/phrase";
import { makeOperator } from "../src/operator.ts";
import { randomId } from "../src/random-id.ts";
import { checkDemoMeant, demoIn } from "../src/seed/demoMark.ts";
import { openWorld } from "../src/server.ts";
import { asked } from "./asked.ts";
import { openPlace, thePlace } from "./place.ts";
import { stop } from "./stop.ts";

// The password is typed or piped in, never an argument: arguments can be seen by every program on the machine.
const HOW = "Say who: operator <mail address> <name>. The password is asked for.";
const [email, ...name] = asked(HOW, Infinity, 2);
if (!email?.includes("@")) stop(HOW);
const place = await thePlace();
const db = await openPlace(place);
const found = await demoIn(db);
await db.close();
try {
  checkDemoMeant(place.env, found);
} catch (error) {
  stop((error as Error).message);
}
const input = createInterface({ input: process.stdin, output: process.stderr });
const password = await input.question("Password: ");
input.close();
if (password.length < PASSWORD_MIN) stop(`The password is too short: at least ${PASSWORD_MIN} characters.`);
const wall = () => Date.now();
const { world, close } = await openWorld(
  { ...place.env, databaseUrl: place.url },
  { wall, newId: () => randomId(wall()), secret: place.secret(), publicUrl: place.env.publicUrl },
);
try {
  await makeOperator(world, { email, name: name.join(" "), password });
  console.log(`${name.join(" ")} is an operator now and can sign in.`);
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  stop(render(en, { key: error.key, values: error.values }, { zone: "UTC", locale: "en" }));
} finally {
  await close();
}
