import type { Row } from "../database/port.ts";
import type { Seal } from "./seal.ts";

/**
 * The parts that an account's seal sums up: movements, usage events, the records that define permissions, and all other
 * records.
 */
export type SealPart = "money" | "usage" | "rights" | "records";
/** In the order in which they are written. A new part comes last, together with an upgrade step that seals it. */
const SEAL_PARTS: readonly SealPart[] = ["money", "usage", "rights", "records"];

/** Count and sum of a part's elements; `last`: the key of the newest movement. */
export interface SealSum {
  count: number;
  total: bigint;
  last: string;
}
export type SealSums = Record<SealPart, SealSum>;

/** Sums have 256 bits. Elements depend on the key, so nobody can construct other rows with the same sum. */
const MODULUS = 1n << 256n;

export const emptySums = (): SealSums => ({
  money: emptySum(),
  usage: emptySum(),
  rights: emptySum(),
  records: emptySum(),
});
export const emptySum = (): SealSum => ({ count: 0, total: 0n, last: "" });

export function addElement(sum: SealSum, element: bigint, last = sum.last): void {
  sum.count += 1;
  sum.total = (sum.total + element) % MODULUS;
  sum.last = last;
}

export function subtractElement(sum: SealSum, element: bigint): void {
  sum.count -= 1;
  sum.total = (sum.total - element + MODULUS) % MODULUS;
}

type StoredSum = [count: number, sum: string, last: string];
const formatSum = ({ count, total, last }: SealSum): StoredSum => [count, total.toString(16), last];
const parseSum = ([count, sum, last]: StoredSum): SealSum => ({ count, total: BigInt(`0x${sum}`), last });

export const formatSums = (sums: SealSums): string => JSON.stringify(SEAL_PARTS.map((part) => formatSum(sums[part])));

export function parseSums(text: string): SealSums {
  const stored = JSON.parse(text) as StoredSum[];
  const sums = emptySums();
  for (const [index, part] of SEAL_PARTS.entries()) if (stored[index]) sums[part] = parseSum(stored[index]);
  return sums;
}

/**
 * A seal from before a part existed covers less than is written under it; only the upgrade may seal such an account
 * again.
 */
export const hasAllParts = (text: string): boolean => (JSON.parse(text) as unknown[]).length === SEAL_PARTS.length;

/** The seal over all accounts includes the people; null if it is older than that. */
export const formatPeople = (people: SealSum): string => JSON.stringify([formatSum(people)]);
export function parsePeople(text: string): SealSum | null {
  const [stored] = JSON.parse(text) as StoredSum[];
  return stored === undefined ? null : parseSum(stored);
}

/**
 * The elements of the sums: one number for each movement (from the columns that its digest covers), event (all columns)
 * and record (its key and stored text).
 */
export const movementElement = (seal: Seal, digest: string): bigint => seal.sumElement(`money ${digest}`);
export const eventElement = (seal: Seal, columns: readonly unknown[]): bigint =>
  seal.sumElement(`usage ${JSON.stringify(columns)}`);
export const recordElement = (seal: Seal, account: string, kind: string, id: string, data: string): bigint =>
  seal.sumElement(`right ${JSON.stringify([account, kind, id, data])}`);
export const accountElement = (seal: Seal, account: string): bigint => seal.sumElement(`account ${account}`);

/**
 * The columns of a person that matter for access. The last used code is left out because it changes with every sign-in
 * that needs one.
 */
export const personElement = (seal: Seal, row: Row): bigint =>
  seal.sumElement(`person ${JSON.stringify(PERSON_COLUMNS.map((column) => row[column] ?? null))}`);
export const PERSON_COLUMNS = [
  "id",
  "email",
  "name",
  "password",
  "totp",
  "recovery",
  "operator",
  "created_at",
] as const;
/** A row removed from a log by retention, after the one with the digest `before`. */
export const removedElement = (seal: Seal, account: string, { n, digest, at, seq, before }: Row): bigint =>
  seal.sumElement(
    `removed ${JSON.stringify([account, Number(n), digest, Number(at), seq === null ? null : Number(seq), before])}`,
  );

/** The part of the seal that sums up a kind's records. */
export const partOf = (kind: string): "rights" | "records" => (PERMISSION_KINDS.includes(kind) ? "rights" : "records");
/** Kinds that define permissions in an account: few records, so every start checks them. */
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
