import type { Doc } from "@callboard/domain/record";
import { anyKind, type KindName } from "@callboard/domain/records";
import { checkUnused } from "@callboard/domain/use";
import type { Needs } from "../needs.ts";
import { type Users, usersOf } from "../uses.ts";
import type { After } from "./after.ts";
import type { Target } from "./targets.ts";

/** More than one proposal can move away, so that some are left to be named where others need the record. */
const FEW = 520;

interface Way {
  by: "number" | "queue";
  index: string;
  value: (id: string) => string;
}
/** What else leads to a record of a kind: it may not go while that stands. */
const WAYS: { [K in KindName]?: readonly Way[] } = {
  source: [{ by: "number", index: "source", value: (id) => id }],
  receiver: [
    { by: "number", index: "route", value: (id) => `receiver:${id}` },
    { by: "queue", index: "noAnswer", value: (id) => `receiver:${id}` },
  ],
  queue: [
    { by: "number", index: "route", value: (id) => `queue:${id}` },
    { by: "queue", index: "noAnswer", value: (id) => `queue:${id}` },
  ],
};
const waysTo = (kind: KindName): readonly Way[] => WAYS[kind] ?? [];
const usersKey = (by: string, kind: string, id: string) => `${by} of ${kind} ${id}`;

/** Who leads to the records that are to go. */
export const usersNeeds = (targets: readonly Target[]): Needs =>
  Object.fromEntries(
    targets.flatMap(({ kind, id, older }) =>
      older !== null
        ? []
        : waysTo(kind).map(({ by, index, value }) => [
            usersKey(by, kind, id),
            usersOf(by, { name: index, value: value(id) }, FEW),
          ]),
    ),
  );

/** Nothing goes that something else leads to, but for what the same stroke takes away or leads elsewhere. */
export function checkUsers(after: After, gone: Doc<object>, facts: (key: string) => unknown): void {
  const { id, data } = gone;
  const kind = gone.kind as KindName;
  const uses = waysTo(kind).map(({ by, index, value }) => {
    const { count, docs } = facts(usersKey(by, kind, id)) as Users<{ name: string }>;
    const leadsThere = (doc: Doc<object>) => anyKind(by).indexes?.[index]?.(doc.data) === value(id);
    const staying = docs.filter((doc) => {
      const then = after.get(by, doc.id);
      return then === undefined || (then !== null && leadsThere(then));
    });
    return { by, count: count - (docs.length - staying.length), names: staying.map((doc) => doc.data.name) };
  });
  checkUnused(anyKind(kind).title(data, id), uses);
}
