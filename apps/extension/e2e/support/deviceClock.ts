import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Scripts that run before any other: in each page, and in the worker. */
const FIRST_SCRIPTS = ["first-frame.js", "background.js"] as const;

/**
 * Copies the built extension for a browser whose device clock is `aheadMs` ahead. The browser itself keeps the real
 * time, so instants passed to it (its alarms) are converted.
 */
export function copyWithClock(built: string, folder: string, aheadMs: number): void {
  cpSync(built, folder, { recursive: true });
  const clock = `(${deviceClock})(${aheadMs});\n`;
  for (const name of FIRST_SCRIPTS) writeFileSync(join(folder, name), clock + readFileSync(join(folder, name), "utf8"));
}

function deviceClock(aheadMs: number): void {
  const Wall = Date;
  globalThis.Date = class extends Wall {
    constructor(...given: [] | [number]) {
      super(...((given.length === 0 ? [Wall.now() + aheadMs] : given) as [number]));
    }
    static override now(): number {
      return Wall.now() + aheadMs;
    }
  } as DateConstructor;
  const { alarms } = (globalThis as { chrome?: Partial<typeof chrome> }).chrome ?? {};
  if (!alarms) return;
  const create = alarms.create.bind(alarms) as (name: string, info: { when?: number }) => Promise<void>;
  Object.assign(alarms, {
    create: (name: string, info: { when?: number }) =>
      create(name, info.when === undefined ? info : { ...info, when: info.when - aheadMs }),
  });
}
