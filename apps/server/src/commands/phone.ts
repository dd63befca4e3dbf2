import { setTimeout as wait } from "node:timers/promises";
import { PHONE_EVENTS, type PhoneEvent } from "@callboard/domain/calls/types";
import { DAY, SECOND } from "@callboard/domain/core/time";
import { callServer } from "./callServer.ts";
import { commandArguments } from "./commandArguments.ts";
import { agentNamed, type DemoAgent, openDemoPlatform } from "./demoPlatform.ts";
import { exitWith } from "./exitWith.ts";
import { PhoneCall } from "./phoneCall.ts";

// Acts as a phone platform: a program with an API key that asks the call gate and reports what phones do.
const USAGE =
  "phone takes an optional first name and an event (phone ava inbound), a number to call and for how many seconds (phone call +15125550143 60), or what somebody presses (phone answer ava, phone decline ava, phone hangup ava).";
const KEYS = new Map([
  ["answer", "answer"],
  ["decline", "decline"],
  ["hangup", "hang up"],
]);
/** How long a caller talks unless told otherwise. */
const TALK_SECONDS = 60;

const [first, second, third] = commandArguments(USAGE, 3);
const isCall = first === "call";
const key = KEYS.get(first ?? "");
if ((isCall || key !== undefined) && second === undefined) exitWith(USAGE);
if (!isCall && third !== undefined) exitWith(USAGE);
const seconds = Number(third ?? TALK_SECONDS);
if (!Number.isInteger(seconds) || seconds < 1) exitWith(USAGE);

const platform = await openDemoPlatform();
const { agents } = platform;

async function sendPhoneEvent({ person, name }: DemoAgent, event: PhoneEvent): Promise<void> {
  const aliveSeconds = DAY / SECOND;
  await platform.call("mutation", "calls.phoneEvent", { id: crypto.randomUUID(), person, event, aliveSeconds });
  console.log(`${name.padEnd(16)} ${event}`);
}

/** One phone call from ringing to the end of wrap-up. */
async function simulateCall(agent: DemoAgent): Promise<void> {
  for (const [phoneEvent, lasts] of [
    ["connected", 0],
    ["ringing", 2],
    ["inbound", 5],
    ["wrap-up", 3],
    ["ended", 0],
  ] as const) {
    await sendPhoneEvent(agent, phoneEvent);
    await wait(lasts * 1000);
  }
}

async function ringEverybody(): Promise<void> {
  for (let round = 0; round < 3; round += 1)
    await Promise.all(agents.map((agent, index) => wait(index * 900).then(() => simulateCall(agent))));
}

function sendEvent(agent: DemoAgent, event: string | undefined): Promise<void> {
  if (event === undefined) return simulateCall(agent);
  if (!(PHONE_EVENTS as readonly string[]).includes(event)) exitWith(`Possible events: ${PHONE_EVENTS.join(", ")}.`);
  return sendPhoneEvent(agent, event as PhoneEvent);
}

try {
  if (isCall) await new PhoneCall(platform, second!, seconds).play();
  else if (key !== undefined)
    await callServer("mutation", "demo.pressPhone", { person: agentNamed(agents, second!).person, key });
  else if (first === undefined) await ringEverybody();
  else await sendEvent(agentNamed(agents, first), second);
} finally {
  await platform.close();
}
