import { setTimeout as wait } from "node:timers/promises";
import { PHONE_EVENTS, type PhoneEvent } from "@callboard/domain/calls/types";
import { DAY, SECOND } from "@callboard/domain/core/time";
import { DEMO_PASSWORD } from "../features/demo/people.ts";
import { commandArguments } from "./commandArguments.ts";
import { exitWith } from "./exitWith.ts";
import { callServer } from "./callServer.ts";

// Acts as a phone platform: a program with an API key that reports what phones do.
const [name, event] = commandArguments("phone takes an optional first name and an event: phone ava inbound.", 2);
const { secret } = await callServer<{ secret: string }>("mutation", "access.signIn", {
  email: "dana@callboard.demo",
  password: DEMO_PASSWORD,
});
const { accounts } = await callServer<{ accounts: { id: string; name: string }[] }>(
  "query",
  "access.me",
  {},
  { secret },
);
const account =
  accounts.find((candidate) => candidate.name === "Northwind")?.id ??
  exitWith("The demo account Northwind doesn’t exist. Run “fresh” to create it again.");
const { rows } = await callServer<{ rows: { person: string; name: string }[] }>(
  "query",
  "agents.board",
  {},
  { secret, account },
);
const people = name === undefined ? rows : rows.filter((row) => row.name.toLowerCase().startsWith(name.toLowerCase()));
if (people.length === 0)
  exitWith(`Nobody at Northwind is called ${name}. There are: ${rows.map((row) => row.name).join(", ")}.`);
if (event !== undefined && !(PHONE_EVENTS as readonly string[]).includes(event))
  exitWith(`Possible events: ${PHONE_EVENTS.join(", ")}.`);
const key = await callServer<{ id: string; secret: string }>(
  "mutation",
  "access.createApiKey",
  { name: `Phone simulator ${Date.now()}`, permissions: ["send phone events"] },
  { secret, account },
);

async function sendPhoneEvent(person: { person: string; name: string }, phoneEvent: PhoneEvent): Promise<void> {
  await callServer(
    "mutation",
    "calls.phoneEvent",
    { id: crypto.randomUUID(), person: person.person, event: phoneEvent, aliveSeconds: DAY / SECOND },
    { secret: key.secret },
  );
  console.log(`${person.name.padEnd(16)} ${phoneEvent}`);
}

/** One phone call from ringing to the end of wrap-up. */
async function simulateCall(person: { person: string; name: string }): Promise<void> {
  for (const [phoneEvent, seconds] of [
    ["connected", 0],
    ["ringing", 2],
    ["inbound", 5],
    ["wrap-up", 3],
    ["ended", 0],
  ] as const) {
    await sendPhoneEvent(person, phoneEvent);
    await wait(seconds * 1000);
  }
}

try {
  if (name === undefined)
    for (let round = 0; round < 3; round += 1)
      await Promise.all(rows.map((person, index) => wait(index * 900).then(() => simulateCall(person))));
  else if (event === undefined) await simulateCall(people[0]!);
  else await sendPhoneEvent(people[0]!, event as PhoneEvent);
} finally {
  await callServer("mutation", "access.revokeApiKey", { id: key.id }, { secret, account });
}
