import type { ZodMiniType } from "zod/mini";
import type { Area, Permission, ReadBy } from "./permissions.ts";
import type { MessageKey } from "./messages/keys.ts";
import type { Message } from "./message.ts";
import type { FieldFormat } from "./valueFormatter.ts";
import type { Instant } from "./time.ts";

/** `history`: settings that people edit. `activity`: routine changes, kept for reports, never shown as unread. */
type Log = "history" | "activity";

/** The current state of a versioned document: `version` is the nth edition that people see, from 1. */
export interface Doc<D> {
  account: string;
  kind: string;
  id: string;
  version: number;
  /** When this version was saved. */
  at: Instant;
  data: D;
}

/** A key that must be unique. `everywhere`: across all accounts, without revealing who has it. */
export interface UniqueKey<D> {
  within: "account" | "everywhere";
  value: (data: D) => string | null;
  takenMessage: MessageKey;
  field: keyof D & string;
  /** The field is a name of at most this many characters: if it is taken, another one can be suggested. */
  nameMax?: number;
}

/** The effect of restoring an older version: copies it, or fails with a message that says what to do instead. */
type RestorePolicy<D> =
  | {
      how: "copy";
      /** Fields that keep their present value because people don't edit them. */
      keepFields?: readonly (keyof D & string)[];
      /** How a removed record starts again, since time has passed without it. `zone`: its account's. */
      recreate?: (older: D, environment: { now: Instant; zone: string }) => D;
      /** Why it isn't removed although it didn't exist then; null if it may be. */
      cannotRemove?: (data: D) => Message | null;
    }
  | { how: "refused"; reason: MessageKey };

/** How a list finds a record: by beginnings of words and by filter tags; `sortIndexes` are indexes to sort by. */
interface SearchDeclaration<D> {
  text: (data: D) => string;
  tags: (data: D) => readonly string[];
  sortIndexes?: readonly string[] | undefined;
}

export interface Kind<K extends string = string, D = any> {
  kind: K;
  log: Log;
  area: Area;
  /** The requirements for reading its history. */
  readBy: ReadBy;
  /** The version of the stored layout, from 1; `upgrades[n - 1]` converts layout n to n + 1. */
  shape: number;
  schema: ZodMiniType<D>;
  noun: MessageKey;
  /** The name that people know the record by; a person's id if `titleIs` says so. */
  title: (data: D, id: string) => string;
  titleIs?: "person" | undefined;
  labels: { [F in keyof D & string]-?: MessageKey };
  /** How a field is rendered where its stored value means little to people. */
  formats?: { [F in keyof D & string]?: FieldFormat<D[F]> } | undefined;
  /** Fields of a version that need this permission. */
  restricted?: { [F in keyof D & string]?: Permission } | undefined;
  /** The people that a change is about, and the fields about them, which they may read whatever their role. */
  concerns?:
    | {
        people: (before: D | null, after: D | null, id: string) => readonly string[];
        fields: readonly (keyof D & string)[];
      }
    | undefined;
  /** Records that this one refers to; they are restored with it. */
  references?: ((data: D) => readonly { kind: string; id: string }[]) | undefined;
  /**
   * Fields whose former values still matter, however old. Each is stored outside the history that a plan shortens, with
   * the instant until which it held. Upgrades receive only these fields.
   */
  retainedFields?: readonly (keyof D & string)[] | undefined;
  /** Whether the value before a change is retained; by default every one is. */
  shouldRetain?: ((before: D, after: D) => boolean) | undefined;
  restore: RestorePolicy<D>;
  /** Why it is read-only, for edits and restores alike; null if it isn't. */
  readOnlyReason?: ((data: D) => Message | null) | undefined;
  /** Sub-accounts can use it, so a decision that writes one must check that the caller may change it. */
  sharedWithSubAccounts?: boolean | undefined;
  unique?: { [name: string]: UniqueKey<D> } | undefined;
  /** Keys for sorting lists and finding records. */
  indexes?: { [name: string]: (data: D) => string | null } | undefined;
  /** For each value, how many records have it is stored, rather than counted on each read. */
  counts?: { [name: string]: (data: D) => string | null } | undefined;
  search?: SearchDeclaration<D> | undefined;
  /** Fields that a preset may hold, with their schemas there. A kind without any can't follow presets. */
  presetFields?: { [F in keyof D & string]?: ZodMiniType } | undefined;
  upgrades: readonly ((older: any) => any)[];
}

/** Declares a versioned kind. Add it to the list in `records.ts`; everything else follows from that. */
export function defineRecord<const K extends string, D>(kind: Kind<K, D>): Kind<K, D> {
  if (kind.upgrades.length !== kind.shape - 1) throw new RangeError(`${kind.kind}: one upgrade per older shape`);
  return kind;
}

/** Reads a stored document of any older shape. */
export function upgradeData<D>(kind: Kind<string, D>, shape: number, data: unknown): D {
  let value = data;
  for (let from = shape; from < kind.shape; from += 1) value = kind.upgrades[from - 1]!(value);
  return value as D;
}
