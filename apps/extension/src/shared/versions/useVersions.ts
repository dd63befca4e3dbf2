import { type Signal, signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { type Outputs, api } from "../../data/api.ts";
import { createList, type List } from "../list/createList.ts";
import type { Kind } from "../../data/liveResource.ts";
import { useViewer } from "../viewer.ts";

type VersionsOutput = Outputs["history"]["versions"];
export type Version = VersionsOutput["versions"][number];
/** Facts about the record itself: its name, its current version, how long versions are kept. */
export type RecordFacts = Omit<VersionsOutput, "versions" | "next">;

export interface VersionListModel extends List<Version> {
  record: Signal<RecordFacts | null>;
}

/** A record's versions, newest first, kept current by the feed; older ones are loaded on scrolling. */
export function useVersions(kind: string, id: string): VersionListModel {
  const { zone } = useViewer();
  const list = useMemo(() => createVersions(kind, id, zone), [kind, id, zone]);
  useEffect(() => list.stop, [list]);
  return list;
}

function createVersions(kind: string, id: string, zone: string): VersionListModel {
  const record = signal<RecordFacts | null>(null);
  const list = createList<Version>([kind as Kind, "pin"], async (after) => {
    const before = after === null ? {} : { before: Number(after) };
    const { versions, next, ...facts } = await api().history.versions.query({ kind, id, zone, ...before });
    record.value = facts;
    return { rows: versions, next: next === null ? null : String(next), total: null, now: facts.now };
  });
  return { ...list, record };
}
