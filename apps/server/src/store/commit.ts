import type { Decision, Effect } from "@callboard/domain/core/effect";
import { Failure } from "@callboard/domain/core/failure";
import { commandStmt, storeAnswerStmt, replayAnswer } from "./idempotency.ts";
import { type WriteResult, type Row, type Stmt, stmt } from "./database/port.ts";
import { type ChangePlan, planChanges } from "./changes.ts";
import { runAtOnce, runInPieces, LONG_WORK } from "./inPieces.ts";
import type { ChangeEvent } from "./changeEvent.ts";
import { emptyReadRecords, type Facts, type Query, type Queries, type ReadRecords } from "./queries.ts";
import { requireRelated } from "./checkedAccount.ts";
import { planPostings } from "./ledger/postings.ts";
import { rowStmt } from "./rowEffects.ts";
import { settleStmt } from "./settleItem.ts";
import { grantStmt } from "./seals/grants.ts";
import type { Scope } from "./scope.ts";
import type { Seal } from "./seals/seal.ts";
import { allAccountsStmt, AccountsSealUnread, headStmt, AccountSeals } from "./seals/accountSeals.ts";
import { eventElement } from "./seals/sealSums.ts";
import { advanceOwnerVersions, ownerVersionsStmt } from "./database/ownerVersions.ts";
import { usageColumns, insertUsageStmt } from "./ledger/usage.ts";

/** The environment of every rule, besides its facts. */
export interface Environment {
  now: number;
  newId: () => string;
}

type Decide<N extends Queries, A> = (facts: Facts<N>, environment: Environment) => readonly Effect[] | Decision<A>;

/** Reads the facts that a procedure declares, as they are now or as of `scope.asOf`. */
export async function read<N extends Queries>(scope: Scope, queries: N): Promise<Facts<N>> {
  const reader = new QueryReader(scope, queries);
  return reader.facts(await scope.db.read(reader.stmts)).facts;
}

/** Reads slow facts on another thread, outside of any decision. */
export async function readInThread<N extends Queries>(scope: Scope, queries: N): Promise<Facts<N>> {
  const reader = new QueryReader(scope, queries);
  return reader.facts(await scope.db.readInBackground(reader.stmts)).facts;
}

/** The answer that `commit` would give, without writing. */
export async function dryRun<N extends Queries, A>(
  scope: Scope,
  queries: N,
  decide: Decide<N, A>,
): Promise<Decision<A>> {
  const facts = await read(scope, queries);
  return toDecision(decide(facts, { now: scope.now, newId: scope.newId }));
}

/**
 * The only way to write: read, decide, write everything or nothing, then notify subscribers. A repeated command gets
 * its first answer. Throws the rule's `Failure`, or `conflict` where the idempotency key was used for something else.
 */
export async function commit<N extends Queries, A = null>(scope: Scope, queries: N, decide: Decide<N, A>): Promise<A> {
  try {
    return await runCommit(scope, queries, decide, false);
  } catch (error) {
    // Few decisions create accounts or people, so the seal over all of them is read only when one turns out to.
    if (!(error instanceof AccountsSealUnread)) throw error;
    return runCommit(scope, queries, decide, true);
  }
}

/** `createsAccounts`: the decision creates accounts or people, so the seal over all of them is read and changed too. */
async function runCommit<N extends Queries, A>(
  scope: Scope,
  queries: N,
  decide: Decide<N, A>,
  createsAccounts: boolean,
): Promise<A> {
  const { command } = scope;
  const { seal } = scope.db;
  if (seal === null) throw new Error("The database was opened without its key, so it cannot be written.");
  if (scope.asOf !== undefined) throw new Failure("conflict", "history.pastIsReadOnly", {});
  if (command?.isAnswerStored)
    throw new Error("A second commit under the same idempotency key would return the first one's answer.");
  const reader = new QueryReader(scope, queries);
  const owners = [...new Set([scope.account, ...scope.relatedAccounts])];
  // A remote database decides outside a transaction, and so guards each owner with a version (`ownerVersions.ts`).
  const versionedOwners =
    scope.db.kind === "remote" ? owners.filter((owner) => !scope.independentAccounts?.includes(owner)) : [];
  const commitReads = [
    ...(command ? [commandStmt(command)] : []),
    ...owners.map(headStmt),
    ...(createsAccounts ? [allAccountsStmt] : []),
    ...(versionedOwners.length > 0 ? [ownerVersionsStmt(versionedOwners)] : []),
  ];
  let events: ChangeEvent[] = [];
  const answer = await scope.db.write<A>({
    priority: scope.priority,
    reads: [...commitReads, ...reader.stmts],
    decide: (rows) => {
      events = [];
      // The same request may have arrived twice at once, and the other one was committed first.
      const replay = command && rows[0]![0];
      if (replay) return { writes: [], answer: replayAnswer<A>(command, replay) };
      const { facts, readRecords } = reader.facts(rows.slice(commitReads.length));
      const decision = toDecision<A>(decide(facts, { now: scope.now, newId: scope.newId }));
      const seals = accountSeals(seal, owners, rows.slice(command ? 1 : 0), createsAccounts);
      const toResult = (plan: ChangePlan): WriteResult<A> => {
        events = plan.events;
        const effectWrites = [
          ...plan.writes,
          ...planPostings(scope, decision.effects, seals),
          ...otherStatements(scope, decision.effects, seals),
        ];
        const versionWrites =
          versionedOwners.length > 0 && effectWrites.length > 0
            ? advanceOwnerVersions(versionedOwners, rows[commitReads.length - 1]!)
            : [];
        const answerWrites = command ? [storeAnswerStmt(command, decision.answer, scope.now)] : [];
        const writes = [...versionWrites, ...effectWrites, ...answerWrites];
        return { writes, finalWrites: seals.finalWrites(), answer: decision.answer };
      };
      const steps = planChanges(scope, decision.effects, readRecords, seals);
      return decision.effects.length < LONG_WORK ? toResult(runAtOnce(steps)) : runInPieces(steps).then(toResult);
    },
  });
  if (command) command.isAnswerStored = true;
  if (events.length > 0) scope.feed.notify(events);
  return answer;
}

/** `rows`: the result of `headStmt` for each owner, then that of `allAccountsStmt` if it was read. */
const accountSeals = (
  seal: Seal,
  owners: readonly string[],
  rows: readonly Row[][],
  createsAccounts: boolean,
): AccountSeals =>
  new AccountSeals(
    seal,
    new Map(owners.map((owner, index) => [owner, rows[index]![0]])),
    createsAccounts ? rows[owners.length]![0] : null,
  );

const toDecision = <A>(result: readonly Effect[] | Decision<A>): Decision<A> =>
  "effects" in result ? result : { effects: result, answer: null as A };

/** Reads several queries in one snapshot. `parts`: which of all the statements belong to which query. */
class QueryReader<N extends Queries> {
  readonly stmts: Stmt[];
  private readonly scope: Scope;
  private readonly parts: { name: keyof N; query: Query<unknown>; from: number; to: number }[] = [];

  constructor(scope: Scope, queries: N) {
    this.stmts = [];
    this.scope = scope;
    for (const name of Object.keys(queries) as (keyof N & string)[]) {
      const query = queries[name]!;
      const from = this.stmts.length;
      for (const statement of query.statements(scope)) this.stmts.push(statement);
      this.parts.push({ name, query, from, to: this.stmts.length });
    }
  }

  facts(rows: Row[][]): { facts: Facts<N>; readRecords: ReadRecords } {
    const readRecords = emptyReadRecords();
    const facts: Partial<Record<keyof N, unknown>> = {};
    for (const { name, query, from, to } of this.parts)
      facts[name] = query.parse(rows.slice(from, to), readRecords, this.scope);
    return { facts: facts as Facts<N>, readRecords };
  }
}

/** The statements of effects that are neither record changes nor movements. */
function otherStatements(scope: Scope, effects: readonly Effect[], seals: AccountSeals): Stmt[] {
  return effects.flatMap((effect) => {
    if (effect.do === "item")
      return [settleStmt({ ...effect, account: requireRelated(scope, effect.account) }, scope.now)];
    if (effect.do === "grant") {
      if (typeof effect.row.account === "string") requireRelated(scope, effect.row.account);
      if (effect.table === "people") seals.replacePerson(effect.before, { ...effect.before, ...effect.row });
      return [grantStmt(seals.seal, effect.table, effect.before, effect.row)];
    }
    if (effect.do === "count") {
      const owner = requireRelated(scope, effect.account);
      for (const event of effect.events)
        seals.add(owner, "usage", eventElement(seals.seal, usageColumns(owner, event, scope.now)));
      return [insertUsageStmt(owner, effect.events, scope.now)];
    }
    if (effect.do === "row") return [rowStmt(scope, effect)];
    if (effect.do !== "later") return [];
    const { kind, key, data, dueAt } = effect.job;
    return [
      stmt(
        "INSERT INTO jobs (kind, key, data, due_at) VALUES (?, ?, ?, ?) ON CONFLICT (kind, key) DO NOTHING",
        kind,
        key,
        JSON.stringify(data),
        dueAt,
      ),
    ];
  });
}
