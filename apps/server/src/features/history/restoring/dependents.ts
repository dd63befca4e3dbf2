import type { Doc } from "@callboard/domain/core/record";
import { anyKind, type KindName } from "@callboard/domain/core/records";
import { checkNoDependents } from "@callboard/domain/core/dependents";
import type { Queries } from "../../../store/queries.ts";
import { type Dependents, findDependents } from "../../../store/reads/dependents.ts";
import type { ProjectedRecords } from "./projectedRecords.ts";
import type { RestoreTarget } from "./targets.ts";

/** More than one proposal can redirect, so that some are left to be named in the failure. */
const DEPENDENTS_MAX = 520;

interface DependentIndex {
  by: "number" | "queue";
  index: string;
  value: (id: string) => string;
}
/** The records that may refer to a record of a kind; as long as one does, the record can't be removed. */
const DEPENDENT_INDEXES: { [K in KindName]?: readonly DependentIndex[] } = {
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
const dependentIndexesOf = (kind: KindName): readonly DependentIndex[] => DEPENDENT_INDEXES[kind] ?? [];
const dependentsKey = (by: string, kind: string, id: string) => `${by} of ${kind} ${id}`;

/** Reads what refers to the records that are to be removed. */
export const dependentsQueries = (targets: readonly RestoreTarget[]): Queries =>
  Object.fromEntries(
    targets.flatMap(({ kind, id, older }) =>
      older !== null
        ? []
        : dependentIndexesOf(kind).map(({ by, index, value }) => [
            dependentsKey(by, kind, id),
            findDependents(by, { name: index, value: value(id) }, DEPENDENTS_MAX),
          ]),
    ),
  );

/** A record can't be removed while something refers to it, unless the same proposal removes or redirects that too. */
export function checkRemovable(after: ProjectedRecords, gone: Doc<object>, facts: (key: string) => unknown): void {
  const { id, data } = gone;
  const kind = gone.kind as KindName;
  const uses = dependentIndexesOf(kind).map(({ by, index, value }) => {
    const { count, docs } = facts(dependentsKey(by, kind, id)) as Dependents<{ name: string }>;
    const leadsThere = (doc: Doc<object>) => anyKind(by).indexes?.[index]?.(doc.data) === value(id);
    const staying = docs.filter((doc) => {
      const then = after.get(by, doc.id);
      return then === undefined || (then !== null && leadsThere(then));
    });
    return { by, count: count - (docs.length - staying.length), names: staying.map((doc) => doc.data.name) };
  });
  checkNoDependents(anyKind(kind).title(data, id), uses);
}
