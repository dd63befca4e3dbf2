import type { MessageKey, ValuesOf } from "./messages/keys.ts";

/**
 * Why a call failed. One code for each way to continue: correct the input, get permission, reload, pay, wait, sign in.
 */
export type FailureCode = "invalid" | "forbidden" | "not-found" | "conflict" | "unpaid" | "busy" | "signed-out";

/** A failure meant for the person using the product. Any other thrown error is a bug. */
export class Failure<K extends MessageKey = MessageKey> extends Error {
  readonly code: FailureCode;
  readonly key: K;
  readonly values: ValuesOf<K>;
  /** The input field it is about, as a path such as `billTo.name`. */
  readonly field: string | undefined;

  constructor(code: FailureCode, key: K, values: ValuesOf<K>, field?: string) {
    super(key);
    this.name = "Failure";
    this.code = code;
    this.key = key;
    this.values = values;
    this.field = field;
  }
}

type Args<K extends MessageKey> = keyof ValuesOf<K> extends never
  ? [values?: ValuesOf<K>, field?: string]
  : [values: ValuesOf<K>, field?: string];

/** Throws a `Failure`. Its type `never` lets a rule read as a list of guards. */
export function fail<K extends MessageKey>(code: FailureCode, key: K, ...[values, field]: Args<K>): never {
  throw new Failure(code, key, (values ?? {}) as ValuesOf<K>, field);
}
