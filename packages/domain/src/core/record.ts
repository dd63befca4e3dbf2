import type { ZodMiniType } from "zod/mini";
import type { Area, Permission, ReadBy } from "./permissions.ts";
import type { MessageKey } from "./messages/keys.ts";
import type { Phrase } from "./message.ts";
import type { FieldFormat } from "./fieldFormat.ts";
import type { Instant } from "./time.ts";

/** `history`: settings that people edit. `activity`: what goes on all day, kept for reports, never unread. */
type Log = "history" | "activity";

/** A versioned document as it stands: `version` is the nth edition people see, 1 and up. */
export interface Doc<D> {
  account: string;
  kind: string;
  id: string;
  version: number;
  at: Instant;
  data: D;
}

/** A key by which the store finds or guards records. `everywhere` is unique across tenants, without saying whose. */
export interface UniqueKey<D> {
  within: "account" | "everywhere";
  value: (data: D) => string | null;
  taken: MessageKey;
  field: keyof D & string;
  /** The field is a name: where it is taken, another one of at most so many signs can be offered. */
  nameMax?: number;
}

/** What restoring an older version means: copy it, or refuse with the sentence that says what to do instead. */
type RestorePolicy<D> =
  | {
      how: "copy";
      /** Fields that stay as they are now, because something else than an editor decides them. */
      keeps?: readonly (keyof D & string)[];
      /** How a record that was gone begins anew, where time went on without it. `zone`: its account's. */
      begins?: (older: D, given: { now: Instant; zone: string }) => D;
      /** Why it does not go, though it was not there before; null where it may. */
      stays?: (data: D) => Phrase | null;
    }
  | { how: "refused"; because: MessageKey };

/** How a list finds a record: by the beginnings of words, by tags that a filter names; `sorts` are indexes it is sorted by. */
interface SearchDeclaration<D> {
  words: (data: D) => string;
  tags: (data: D) => readonly string[];
  sorts?: readonly string[] | undefined;
}

export interface Kind<K extends string = string, D = any> {
  kind: K;
  log: Log;
  area: Area;
  /** By whose right its past is read, in every view of it. */
  readBy: ReadBy;
  /** The layout of the stored document, 1 and up; `upgrades[n - 1]` leads from layout n to n + 1. */
  shape: number;
  schema: ZodMiniType<D>;
  noun: MessageKey;
  /** The name by which people know this record. A person's id where `names` says so. */
  title: (data: D, id: string) => string;
  titled?: "person" | undefined;
  labels: { [F in keyof D & string]-?: MessageKey };
  /** What a field stands for, where its bare value says little to people. */
  shows?: { [F in keyof D & string]?: FieldFormat<D[F]> } | undefined;
  /** Fields that only somebody with this right may see in a version. */
  restricted?: { [F in keyof D & string]?: Permission } | undefined;
  /** Whom a change is about, and the fields that tell it: they may read of it whatever else their role reads. */
  about?:
    | {
        people: (before: D | null, after: D | null, id: string) => readonly string[];
        fields: readonly (keyof D & string)[];
      }
    | undefined;
  /** Records that must be there for this one to mean something: they come back with it. */
  refers?: ((data: D) => readonly { kind: string; id: string }[]) | undefined;
  /**
   * Fields whose former values go on counting, however old: each is kept, beside the history that a plan shortens, with the
   * instant until which it held. An upgrade is given these fields alone.
   */
  lasting?: readonly (keyof D & string)[] | undefined;
  /** With which changes one of those values ends, where it is not with every one. */
  lastsUntil?: ((was: D, is: D) => boolean) | undefined;
  restore: RestorePolicy<D>;
  /** Why it can be read and not changed, by hand or by an older version; null while it can. */
  frozen?: ((data: D) => Phrase | null) | undefined;
  /** Sub-accounts are offered it: a decision that writes one has asked whether it is the caller's to change. */
  handedDown?: boolean | undefined;
  unique?: { [name: string]: UniqueKey<D> } | undefined;
  /** Keys by which a list is sorted or its records are found. */
  indexes?: { [name: string]: (data: D) => string | null } | undefined;
  /** Values under which it is known how many there are, without counting them. */
  counts?: { [name: string]: (data: D) => string | null } | undefined;
  find?: SearchDeclaration<D> | undefined;
  /** Fields that a preset may hold, each with what a preset may say there: by naming any, the kind takes part. */
  presetFields?: { [F in keyof D & string]?: ZodMiniType } | undefined;
  upgrades: readonly ((older: any) => any)[];
}

/** Declares a versioned kind. The one list in `records.ts` brings it everything else. */
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
