import { type Effect, isRecordEffect } from "@callboard/domain/core/effect";
import type { Doc } from "@callboard/domain/core/record";
import type { DataOf, KindName } from "@callboard/domain/core/records";

/** The records of one account as they will be after the effects. */
export class ProjectedRecords {
  private readonly changed = new Map<string, Doc<object> | null>();
  /** Records that will exist and don't exist now. */
  readonly added: ReadonlySet<string>;

  constructor(effects: readonly Effect[], account: string) {
    const added = new Set<string>();
    for (const effect of effects) {
      if (!isRecordEffect(effect)) continue;
      if (effect.account !== account) continue;
      const { kind, id } = effect;
      const data = effect.do === "remove" ? null : (effect.data as object);
      // Only the data is compared: the new version and time aren't known yet.
      this.changed.set(keyOf(kind, id), data && { account, kind, id, version: 0, at: 0, data });
      if (effect.do === "create") added.add(keyOf(kind, id));
    }
    this.added = added;
  }

  /** Undefined if unchanged, null if removed. */
  get(kind: string, id: string): Doc<object> | null | undefined {
    return this.changed.get(keyOf(kind, id));
  }

  isAdded = (kind: string, id: string): boolean => this.added.has(keyOf(kind, id));

  /** All records of a kind afterwards. `current`: those that exist now. */
  allOf<K extends KindName>(kind: K, current: unknown): Doc<DataOf<K>>[] {
    const unchanged = ((current ?? []) as Doc<DataOf<K>>[]).filter(({ id }) => this.get(kind, id) === undefined);
    const changedDocs = [...this.changed.values()].filter((doc) => doc?.kind === kind);
    return [...unchanged, ...(changedDocs as Doc<DataOf<K>>[])];
  }
}

const keyOf = (kind: string, id: string): string => `${kind}\n${id}`;
