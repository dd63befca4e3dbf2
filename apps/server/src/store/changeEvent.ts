import type { Area, Permission } from "@callboard/domain/core/permissions";
import type { KindName } from "@callboard/domain/core/records";

/** What the feed tells of a change: which record moved, never what is in it. */
export interface ChangeEvent {
  account: string;
  kind: KindName | "balance";
  id: string;
  version: number;
  area: Area;
  /** What somebody must be allowed to do to hear of it, where the record itself says so. */
  deeds?: readonly Permission[] | undefined;
  /** It stands in no log: told to whoever listens now, and to nobody later. */
  passing?: true | undefined;
}

/** Who is told once a change is written: the feed. */
export interface ChangeListener {
  ring(events: readonly ChangeEvent[]): void;
}
