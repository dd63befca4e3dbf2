import { DAY, HOUR, MINUTE } from "@callboard/domain/core/time";
import { commandArguments } from "./commandArguments.ts";
import { exitWith } from "./exitWith.ts";
import { callServer } from "./callServer.ts";

const UNITS = { d: DAY, h: HOUR, m: MINUTE, s: 1000 };
const USAGE = "Usage: clock +61d, +3h, +20m or +30s, at most five digits. The clock only moves ahead.";
const [argument] = commandArguments(USAGE, 1);
const match = /^\+(\d{1,5})([dhms])$/.exec(argument ?? "");

if (argument === undefined) {
  const { now } = await callServer<{ now: number }>("query", "demo.clock", {});
  console.log(
    `The server’s clock says ${new Date(now).toISOString()}. Move it with, for example, “clock +61d” (d, h, m or s).`,
  );
} else {
  if (!match) exitWith(USAGE);
  const { now } = await callServer<{ now: number }>("mutation", "demo.moveClock", {
    ms: Number(match[1]) * UNITS[match[2] as keyof typeof UNITS],
  });
  console.log(`The server’s clock now says ${new Date(now).toISOString()}.`);
}
