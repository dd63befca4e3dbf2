import type { Row } from "./db.ts";
import type { Seal } from "./seal.ts";

/** What an account's seal adds up: its movements, what was counted, and the records that say who may do what. */
export type Part = "money" | "usage" | "rights";
export const PARTS: readonly Part[] = ["money", "usage", "rights"];

/** How many there are and what they come to; `last`: the key of the newest movement. */
export interface Sum {
  count: number;
  sum: bigint;
  last: string;
}
export type Sums = Record<Part, Sum>;

/** Sums of 256 bits: each element is a number that only the key gives, so no other rows come to the same. */
const MODULUS = 1n << 256n;

export const noSums = (): Sums => ({ money: nothing(), usage: nothing(), rights: nothing() });
const nothing = (): Sum => ({ count: 0, sum: 0n, last: "" });

export function add(sum: Sum, element: bigint, last = sum.last): void {
  sum.count += 1;
  sum.sum = (sum.sum + element) % MODULUS;
  sum.last = last;
}

export function take(sum: Sum, element: bigint): void {
  sum.count -= 1;
  sum.sum = (sum.sum - element + MODULUS) % MODULUS;
}

export const writtenSums = (sums: Sums): string =>
  JSON.stringify(PARTS.map((part) => [sums[part].count, sums[part].sum.toString(16), sums[part].last]));

export function readSums(written: string): Sums {
  const read = JSON.parse(written) as [number, string, string][];
  const sums = noSums();
  for (const [at, part] of PARTS.entries()) {
    const [count, sum, last] = read[at]!;
    sums[part] = { count, sum: BigInt(`0x${sum}`), last };
  }
  return sums;
}

/** A movement by its columns as they are proved, an event by all of its own, a record by its place and its text as it is stored. */
export const movementElement = (seal: Seal, digest: string): bigint => seal.element(`money ${digest}`);
export const eventElement = (seal: Seal, columns: readonly unknown[]): bigint =>
  seal.element(`usage ${JSON.stringify(columns)}`);
export const rightElement = (seal: Seal, account: string, kind: string, id: string, data: string): bigint =>
  seal.element(`right ${JSON.stringify([account, kind, id, data])}`);
export const accountElement = (seal: Seal, account: string): bigint => seal.element(`account ${account}`);

/** Kinds that say what somebody may do in an account. */
export const saysWhoMay = (kind: string): boolean => RIGHTS.includes(kind);
export const RIGHTS: readonly string[] = ["account", "apiKey", "invitation", "lifecycle", "member"];

/** An account's seal as it is stored. */
export interface Sealed {
  n: number;
  digest: string;
  sums: string;
  signature: string;
}

export const signatureOf = (seal: Seal, account: string, { n, digest, sums }: Omit<Sealed, "signature">): string =>
  seal.sign(JSON.stringify(["seal", account, n, digest, sums]));

export const sealedFrom = (row: Row): Sealed => ({
  n: Number(row.n),
  digest: String(row.digest),
  sums: String(row.sums),
  signature: String(row.signature),
});
