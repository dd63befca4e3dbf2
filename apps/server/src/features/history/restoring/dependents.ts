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
  /** The kind of the records that refer. */
  by: "number" | "queue";
  index: string;
  /** The index value of a record that refers to this id. */
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

/** Reads the records that refer to those that are to be removed. */
export const dependentsQueries = (targets: readonly RestoreTarget[]): Queries =>
  Object.fromEntries(
    targets.flatMap(({ kind, id, versionToRestore }) =>
      versionToRestore !== null
        ? []
        : dependentIndexesOf(kind).map(({ by, index, value }) => [
            dependentsKey(by, kind, id),
            findDependents(by, { name: index, value: value(id) }, DEPENDENTS_MAX),
          ]),
    ),
  );

/** A record can't be removed while something refers to it, unless the same proposal removes or redirects that too. */
export function checkRemovable(
  projection: ProjectedRecords,
  removed: Doc<object>,
  facts: (key: string) => unknown,
): void {
  const { id, data } = removed;
  const kind = removed.kind as KindName;
  const dependents = dependentIndexesOf(kind).map(({ by, index, value }) => {
    const { count, firstDocs } = facts(dependentsKey(by, kind, id)) as Dependents<{ name: string }>;
    const refersToIt = (doc: Doc<object>) => anyKind(by).indexes?.[index]?.(doc.data) === value(id);
    const remaining = firstDocs.filter((doc) => {
      const projected = projection.get(by, doc.id);
      return projected === undefined || (projected !== null && refersToIt(projected));
    });
    return {
      kind: by,
      count: count - (firstDocs.length - remaining.length),
      names: remaining.map((doc) => doc.data.name),
    };
  });
  checkNoDependents(anyKind(kind).title(data, id), dependents);
}
