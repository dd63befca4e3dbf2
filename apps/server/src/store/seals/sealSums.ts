import type { Row } from "../database/port.ts";
import type { Seal } from "./seal.ts";

/** What an account's seal adds up: its movements, what was counted, the records that say who may do what, and all others. */
export type SealPart = "money" | "usage" | "rights" | "records";
/** In the order in which they are written: a new one comes last, with a tidying that seals it. */
const SEAL_PARTS: readonly SealPart[] = ["money", "usage", "rights", "records"];

/** How many there are and what they come to; `last`: the key of the newest movement. */
export interface SealSum {
  count: number;
  sum: bigint;
  last: string;
}
export type SealSums = Record<SealPart, SealSum>;

/** Sums of 256 bits: each element is a number that only the key gives, so no other rows come to the same. */
const MODULUS = 1n << 256n;

export const emptySums = (): SealSums => ({ money: noSum(), usage: noSum(), rights: noSum(), records: noSum() });
export const noSum = (): SealSum => ({ count: 0, sum: 0n, last: "" });

export function addElement(sum: SealSum, element: bigint, last = sum.last): void {
  sum.count += 1;
  sum.sum = (sum.sum + element) % MODULUS;
  sum.last = last;
}

export function subtract(sum: SealSum, element: bigint): void {
  sum.count -= 1;
  sum.sum = (sum.sum - element + MODULUS) % MODULUS;
}

type Written = [count: number, sum: string, last: string];
const written = ({ count, sum, last }: SealSum): Written => [count, sum.toString(16), last];
const readSum = ([count, sum, last]: Written): SealSum => ({ count, sum: BigInt(`0x${sum}`), last });

export const formatSums = (sums: SealSums): string => JSON.stringify(SEAL_PARTS.map((part) => written(sums[part])));

export function parseSums(text: string): SealSums {
  const read = JSON.parse(text) as Written[];
  const sums = emptySums();
  for (const [at, part] of SEAL_PARTS.entries()) if (read[at]) sums[part] = readSum(read[at]);
  return sums;
}

/** A seal of before a part was added up vouches for less than is written under it: it is sealed by the update alone. */
export const isOfAllParts = (text: string): boolean => (JSON.parse(text) as unknown[]).length === SEAL_PARTS.length;

/** The seal on all accounts adds up the people; null where it is from before that. */
export const writtenPeople = (people: SealSum): string => JSON.stringify([written(people)]);
export function readPeople(text: string): SealSum | null {
  const [read] = JSON.parse(text) as Written[];
  return read === undefined ? null : readSum(read);
}

/** A movement by its columns as they are proved, an event by all of its own, a record by its place and its text as it is stored. */
export const movementElement = (seal: Seal, digest: string): bigint => seal.element(`money ${digest}`);
export const eventElement = (seal: Seal, columns: readonly unknown[]): bigint =>
  seal.element(`usage ${JSON.stringify(columns)}`);
export const recordElement = (seal: Seal, account: string, kind: string, id: string, data: string): bigint =>
  seal.element(`right ${JSON.stringify([account, kind, id, data])}`);
export const accountElement = (seal: Seal, account: string): bigint => seal.element(`account ${account}`);

/** A person as they get in; not which code they gave last, which moves with every second step. */
export const personElement = (seal: Seal, row: Row): bigint =>
  seal.element(`person ${JSON.stringify(PERSON.map((column) => row[column] ?? null))}`);
export const PERSON = ["id", "email", "name", "password", "totp", "recovery", "operator", "created_at"] as const;
/** A row of a log that was lawfully removed, behind the one with the digest `before`. */
export const removedElement = (seal: Seal, account: string, { n, digest, at, seq, before }: Row): bigint =>
  seal.element(
    `removed ${JSON.stringify([account, Number(n), digest, Number(at), seq === null ? null : Number(seq), before])}`,
  );

export const partOf = (kind: string): "rights" | "records" => (PERMISSION_KINDS.includes(kind) ? "rights" : "records");
/** Kinds that say what somebody may do in an account: few records, which a start looks at as well. */
export const PERMISSION_KINDS: readonly string[] = ["account", "apiKey", "invitation", "lifecycle", "member"];

/** An account's seal as it is stored. */
export interface StoredSeal {
  n: number;
  digest: string;
  sums: string;
  signature: string;
}

export const signatureOf = (seal: Seal, account: string, { n, digest, sums }: Omit<StoredSeal, "signature">): string =>
  seal.sign(JSON.stringify(["seal", account, n, digest, sums]));

export const storedSealFrom = (row: Row): StoredSeal => ({
  n: Number(row.n),
  digest: String(row.digest),
  sums: String(row.sums),
  signature: String(row.signature),
});
