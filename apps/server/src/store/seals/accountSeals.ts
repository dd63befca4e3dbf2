import { type FinalWrite, type Row, single, type Stmt, stmt } from "../database/port.ts";
import type { Seal } from "./seal.ts";
import {
  accountElement,
  addElement,
  hasAllParts,
  emptySum,
  emptySums,
  type SealPart,
  personElement,
  parsePeople,
  parseSums,
  type StoredSeal,
  signatureOf,
  type SealSum,
  type SealSums,
  subtractElement,
  formatPeople,
  formatSums,
} from "./sealSums.ts";

/** The row that seals the set of accounts (their number and the sum over their ids) and the people. */
export const ALL_ACCOUNTS = "";
const headRow = (account: string): string => `head ${account}`;

/** The last row of an account's change log with the seal on it, read before anything is appended. */
export const headStmt = (account: string): Stmt => ({
  ...single(
    `SELECT h.n, h.digest, s.n AS sealed_n, s.digest AS sealed_digest, s.sums, s.signature FROM (SELECT 1)
     LEFT JOIN (SELECT n, digest FROM changes WHERE account = ?1 ORDER BY n DESC LIMIT 1) h LEFT JOIN seals s ON s.account = ?1`,
    account,
  ),
  rowKey: headRow(account),
});

/** The seal over all accounts and people, read only when one of them is created or changed. */
export const allAccountsStmt: Stmt = {
  ...single("SELECT n, digest, n AS sealed_n, digest AS sealed_digest, sums, signature FROM seals WHERE account = ''"),
  rowKey: headRow(ALL_ACCOUNTS),
};

/**
 * The decision creates an account or changes a person, but the seal over all of them wasn't read: read it and decide
 * again.
 */
export class AccountsSealUnread extends Error {}

/** The head (last row) of an account's change log and its sums, as one decision changes them. */
class AccountHead {
  n: number;
  digest: string;
  isChanged = false;
  private readonly seal: Seal;
  private readonly account: string;
  private readonly row: Row | undefined;
  private parsedSums: SealSums | null = null;
  private sealMatches: boolean | null = null;

  constructor(seal: Seal, account: string, row: Row | undefined) {
    this.seal = seal;
    this.account = account;
    this.row = row;
    this.n = Number(row?.["n"] ?? 0);
    this.digest = String(row?.["digest"] ?? "");
  }

  /** The stored signature; null if there is none yet. */
  get signature(): string | null {
    return this.row?.["signature"] ?? null;
  }

  /** Whether this decision created the account: neither the database nor the transaction so far has it. */
  get isNew(): boolean {
    return this.signature === null && this.row?.["isIntact"] === undefined && this.isIntact;
  }

  /**
   * Whether it may be signed again: content that doesn't fit its seal stays unsealed, otherwise we would sign a
   * forgery.
   */
  get isIntact(): boolean {
    return (this.sealMatches ??= this.row?.["isIntact"] ?? this.matchesSeal());
  }

  private matchesSeal(): boolean {
    const { row, signature, account } = this;
    const [n, digest] = [Number(row?.["n"] ?? 0), String(row?.["digest"] ?? "")];
    if (signature === null) return n === 0;
    const isHead = Number(row!["sealed_n"]) === n && row!["sealed_digest"] === digest;
    const isComplete = account === ALL_ACCOUNTS ? parsePeople(row!["sums"]) !== null : hasAllParts(row!["sums"]);
    return isHead && isComplete && signatureOf(this.seal, account, { n, digest, sums: row!["sums"] }) === signature;
  }

  get sums(): SealSums {
    return (this.parsedSums ??= this.row?.["sums"] ? parseSums(this.row["sums"]) : emptySums());
  }

  /** The sums as stored text; not formatted again if this decision didn't change them. */
  get serialized(): string {
    return this.parsedSums === null && this.row?.["sums"] ? this.row["sums"] : formatSums(this.sums);
  }
}

/** The seals of all accounts that one decision touches. */
export class AccountSeals {
  readonly seal: Seal;
  private readonly heads: Map<string, AccountHead>;
  private readonly accountsRow: Row | undefined | null;
  private readonly people: { oldElement: bigint | null; newElement: bigint }[] = [];

  /**
   * `rows`: results of `headStmt` by account. `accountsRow`: the result of `allAccountsStmt`; null if it wasn't read.
   */
  constructor(seal: Seal, rows: ReadonlyMap<string, Row | undefined>, accountsRow: Row | undefined | null) {
    this.seal = seal;
    this.accountsRow = accountsRow;
    this.heads = new Map([...rows].map(([account, row]) => [account, new AccountHead(seal, account, row)]));
  }

  head(account: string): { n: number; digest: string } {
    return this.heads.get(account)!;
  }

  advance(account: string, n: number, digest: string): void {
    Object.assign(this.heads.get(account)!, { n, digest, isChanged: true });
  }

  /** `last`: the key of the newest movement. */
  add(account: string, part: SealPart, element: bigint, last?: string): void {
    addElement(this.changedSum(account, part), element, last);
  }

  subtract(account: string, part: SealPart, element: bigint): void {
    subtractElement(this.changedSum(account, part), element);
  }

  /** Replaces a person's row (null for a new person) in the sum. */
  replacePerson(before: Row | null, after: Row): void {
    const oldElement = before && personElement(this.seal, before);
    const newElement = personElement(this.seal, after);
    if (oldElement !== newElement) this.people.push({ oldElement, newElement });
  }

  private changedSum(account: string, part: SealPart): SealSum {
    const head = this.heads.get(account)!;
    head.isChanged = true;
    return head.sums[part];
  }

  /** The final writes of the decision's transaction. */
  finalWrites(): FinalWrite[] {
    const changed = [...this.heads].filter(([, head]) => head.isChanged);
    const newAccounts = changed.flatMap(([account, head]) => (head.isNew ? [account] : []));
    const finalWrites = changed.map(([account, head]) =>
      this.finalWrite(account, head, { n: head.n, digest: head.digest, sums: head.serialized }),
    );
    return newAccounts.length + this.people.length === 0
      ? finalWrites
      : [...finalWrites, ...this.accountsFinalWrites(newAccounts)];
  }

  private accountsFinalWrites(newAccounts: readonly string[]): FinalWrite[] {
    if (this.accountsRow === null) throw new AccountsSealUnread();
    // In a database that isn't sealed yet, accounts are counted when it is sealed.
    if (this.accountsRow === undefined) return [];
    const head = new AccountHead(this.seal, ALL_ACCOUNTS, this.accountsRow);
    const sum = { count: head.n, total: BigInt(`0x${head.digest}`), last: "" };
    for (const account of newAccounts) addElement(sum, accountElement(this.seal, account));
    const people = parsePeople(this.accountsRow["sums"]) ?? emptySum();
    for (const { oldElement, newElement } of this.people) {
      if (oldElement !== null) subtractElement(people, oldElement);
      addElement(people, newElement);
    }
    const state = { n: sum.count, digest: sum.total.toString(16), sums: formatPeople(people) };
    return [this.finalWrite(ALL_ACCOUNTS, head, state)];
  }

  private finalWrite(
    account: string,
    { signature, isIntact }: AccountHead,
    state: Omit<StoredSeal, "signature">,
  ): FinalWrite {
    const { n, digest, sums } = state;
    return {
      rowKey: headRow(account),
      value: { n, digest, sealed_n: n, sealed_digest: digest, sums, signature, isIntact },
      write: isIntact ? () => sealStmt(this.seal, account, state, signature) : null,
    };
  }
}

/**
 * Signs and stores an account's seal. If another server has sealed since `previousSignature` was read, the statement
 * writes NULL; the constraint rejects it, and the decision runs again.
 */
export function sealStmt(
  seal: Seal,
  account: string,
  state: Omit<StoredSeal, "signature">,
  previousSignature: string | null,
): Stmt {
  const signature = signatureOf(seal, account, state);
  const { n, digest, sums } = state;
  if (previousSignature === null)
    return stmt(
      "INSERT INTO seals (account, n, digest, sums, signature) VALUES (?, ?, ?, ?, ?)",
      account,
      n,
      digest,
      sums,
      signature,
    );
  return stmt(
    "UPDATE seals SET n = ?, digest = ?, sums = ?, signature = CASE signature WHEN ? THEN ? END WHERE account = ?",
    n,
    digest,
    sums,
    previousSignature,
    signature,
    account,
  );
}
