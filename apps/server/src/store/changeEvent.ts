import type { Area, Permission } from "@callboard/domain/core/permissions";
import type { KindName } from "@callboard/domain/core/records";

/** A change in the feed: which record changed, never its contents. */
export interface ChangeEvent {
  account: string;
  kind: KindName | "balance";
  id: string;
  version: number;
  area: Area;
  /** Permissions needed to receive it, where the record itself names them. */
  permissions?: readonly Permission[] | undefined;
  /** Not logged: only current subscribers get it, nobody can read it later. */
  unlogged?: true | undefined;
}

/** Receives each change after it is written: the feed. */
export interface ChangeListener {
  notify(events: readonly ChangeEvent[]): void;
}
