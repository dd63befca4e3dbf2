import type { LargeContext, CallerRole } from "../context.ts";

/** One way to call a procedure: the caller and the input. Whatever `input` needs is created before measuring. */
export interface Trial {
  as?: CallerRole;
  input?: (context: LargeContext, n: number) => unknown;
  /** The session to call with, if not a role's. */
  session?: (context: LargeContext, n: number) => Promise<string>;
  /** Reads as of an instant of the past. */
  inPast?: boolean;
  /** Distinguishes it from the procedure's other trials. */
  title?: string;
}

export const PASSWORD = "a long password for trials";
export const number = (ctx: LargeContext, n: number) => ctx.numbers[(n * 977 + 12) % ctx.numbers.length]!;
export const queue = (ctx: LargeContext, n: number) => ctx.queues[(n * 7 + 2) % ctx.queues.length]!;
export const source = (ctx: LargeContext, n: number) => ctx.sources[(n * 3 + 1) % ctx.sources.length]!;
export const seat = (ctx: LargeContext, n: number) => ctx.seats[(n * 31 + 7) % ctx.seats.length]!;
/** A person who makes no calls here: the first few do. */
export const bystander = (ctx: LargeContext, n: number) => ctx.people[10 + ((n * 31) % (ctx.people.length - 10))]!;
export const status = (ctx: LargeContext, n: number) => ctx.statuses[n % ctx.statuses.length]!;
export const mail = (ctx: LargeContext, n: number) =>
  `${ctx.name}-${n}-${ctx.services.newId()}@large.example`.toLowerCase();
export const invite = async (ctx: LargeContext, email: string): Promise<string> =>
  (await ctx.call("administrator", "access.invite")({ email, name: "New", role: "agent", softphone: true })).id;

/** A number that can be edited and called: of twenty, some are released, and trials stop others. */
export async function editableNumber(
  ctx: LargeContext,
  n: number,
): Promise<{ id: string; version: number; name: string; e164: string }> {
  for (let at = n; ; at += 1) {
    const candidate = await ctx.call("administrator", "numbers.get")({ id: number(ctx, at) });
    if (candidate.state.is === "active" && candidate.stopped === null) return candidate;
  }
}

export const queueForm = async (ctx: LargeContext, n: number) => {
  const { id, version, name, routing, members, noAnswer } = await ctx.call(
    "administrator",
    "queues.get",
  )({
    id: queue(ctx, n),
  });
  return { id, version, name, routing, members, noAnswer, ringSeconds: 5 + ((n + version) % 100) };
};

export const flagProposal = async (ctx: LargeContext) => {
  const { stopped } = await ctx.call("administrator", "lifecycle.status")();
  if (stopped) await ctx.call("administrator", "lifecycle.unflag")({ flag: "stopped" });
  return (await ctx.call("administrator", "lifecycle.proposeFlag")({ flag: "stopped" })).proposal;
};
export const smallRun = async (ctx: LargeContext, n: number, start = false): Promise<string> => {
  const { run } = await ctx.call(
    "administrator",
    "numbers.import",
  )({
    name: `file ${n}`,
    text: `number\n+1415${3_000_000 + n}\n`,
  });
  if (start) await ctx.call("administrator", "runs.start")({ run });
  return run;
};
export const order = async (ctx: LargeContext, n: number): Promise<string> =>
  (
    await ctx.call(
      "administrator",
      "numbers.buy",
    )({
      e164: `+1415${4_000_000 + n * 1000}`,
      name: "Bought",
      source: null,
      route: null,
    })
  ).requestId;
export const preset = async (ctx: LargeContext, n: number): Promise<string> =>
  (
    await ctx.call(
      "administrator",
      "presets.save",
    )({
      kind: "source",
      name: `Preset ${n} ${ctx.services.newId()}`,
      values: { description: `by ${n}` },
    })
  ).id;
export const followingSource = async (
  ctx: LargeContext,
  n: number,
): Promise<{ kind: string; id: string; version: number }> => {
  const created = await ctx.call(
    "administrator",
    "presets.create",
  )({
    preset: await preset(ctx, n),
    name: `Following ${n} ${ctx.services.newId()}`,
  });
  return { ...created, version: await ctx.version("source", created.id) };
};
export const schedule = async (ctx: LargeContext): Promise<{ id: string; version: number }> => {
  const { id } = await ctx.call(
    "billing",
    "statements.saveSchedule",
  )({
    every: "month",
    day: 3,
    recipients: ["a@large.example"],
  });
  return { id, version: 1 };
};
export const change = async (ctx: LargeContext, n: number): Promise<{ kind: string; id: string; version: number }> => {
  const { id, version, name } = await editableNumber(ctx, n);
  await ctx.call("administrator", "numbers.save")({ id, version, name: `${name} x`, source: null, route: null });
  return { kind: "number", id, version };
};
export const month = { first: "2026-02-01", last: "2026-02-28" };
