import type { LargeContext, CallerRole } from "../context.ts";

/** One way to call a procedure: the caller and the input. Whatever `input` needs is created before measuring. */
export interface Trial {
  as?: CallerRole;
  input?: (ground: LargeContext, n: number) => unknown;
  /** The session to call with, if not a role's. */
  by?: (ground: LargeContext, n: number) => Promise<string>;
  /** Reads as of an instant of the past. */
  back?: boolean;
  /** Tells it from the procedure's other trials. */
  way?: string;
}

export const PASSWORD = "a long password for trials";
export const number = (g: LargeContext, n: number) => g.numbers[(n * 977 + 12) % g.numbers.length]!;
export const queue = (g: LargeContext, n: number) => g.queues[(n * 7 + 2) % g.queues.length]!;
export const source = (g: LargeContext, n: number) => g.sources[(n * 3 + 1) % g.sources.length]!;
export const seat = (g: LargeContext, n: number) => g.seats[(n * 31 + 7) % g.seats.length]!;
/** A person who makes no calls here: the first few do. */
export const bystander = (g: LargeContext, n: number) => g.people[10 + ((n * 31) % (g.people.length - 10))]!;
export const status = (g: LargeContext, n: number) => g.statuses[n % g.statuses.length]!;
export const mail = (g: LargeContext, n: number) => `${g.name}-${n}-${g.world.newId()}@large.example`.toLowerCase();
export const invited = async (g: LargeContext, email: string): Promise<string> =>
  (await g.call("administrator", "access.invite")({ email, name: "New", role: "agent", softphone: true })).id;

/** A number that can be edited: of twenty, some are released. */
export async function editable(g: LargeContext, n: number): Promise<{ id: string; version: number; name: string }> {
  for (let at = n; ; at += 1) {
    const found = await g.call("administrator", "numbers.get")({ id: number(g, at) });
    if (found.standing.is === "active") return found;
  }
}

export const queueForm = async (g: LargeContext, n: number) => {
  const { id, version, name, routing, members, noAnswer } = await g.call(
    "administrator",
    "queues.get",
  )({
    id: queue(g, n),
  });
  return { id, version, name, routing, members, noAnswer, ringSeconds: 5 + ((n + version) % 100) };
};

export const flagProposal = async (g: LargeContext) => {
  const { stopped } = await g.call("administrator", "lifecycle.status")();
  if (stopped) await g.call("administrator", "lifecycle.unflag")({ flag: "stopped" });
  return (await g.call("administrator", "lifecycle.proposeFlag")({ flag: "stopped" })).proposal;
};
export const smallRun = async (g: LargeContext, n: number, start = false): Promise<string> => {
  const { run } = await g.call(
    "administrator",
    "numbers.import",
  )({
    name: `file ${n}`,
    text: `number\n+1415${3_000_000 + n}\n`,
  });
  if (start) await g.call("administrator", "runs.start")({ run });
  return run;
};
export const order = async (g: LargeContext, n: number): Promise<string> =>
  (
    await g.call(
      "administrator",
      "numbers.buy",
    )({
      e164: `+1415${4_000_000 + n * 1000}`,
      name: "Bought",
      source: null,
      route: null,
    })
  ).errand;
export const preset = async (g: LargeContext, n: number): Promise<string> =>
  (
    await g.call(
      "administrator",
      "presets.save",
    )({
      of: "source",
      name: `Preset ${n} ${g.world.newId()}`,
      values: { description: `by ${n}` },
    })
  ).id;
export const followed = async (g: LargeContext, n: number): Promise<{ kind: string; id: string; version: number }> => {
  const made = await g.call(
    "administrator",
    "presets.create",
  )({
    preset: await preset(g, n),
    name: `Following ${n} ${g.world.newId()}`,
  });
  return { ...made, version: await g.version("source", made.id) };
};
export const schedule = async (g: LargeContext): Promise<{ id: string; version: number }> => {
  const { id } = await g.call(
    "billing",
    "statements.saveSchedule",
  )({
    every: "month",
    day: 3,
    recipients: ["a@large.example"],
  });
  return { id, version: 1 };
};
export const change = async (g: LargeContext, n: number): Promise<{ kind: string; id: string; version: number }> => {
  const { id, version, name } = await editable(g, n);
  await g.call("administrator", "numbers.save")({ id, version, name: `${name} x`, source: null, route: null });
  return { kind: "number", id, version };
};
export const month = { first: "2026-02-01", last: "2026-02-28" };
