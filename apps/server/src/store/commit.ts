import type { Decision, Effect } from "@callboard/domain/core/effect";
import { Failure } from "@callboard/domain/core/failure";
import { commandStmt, storeAnswerStmt, replayAnswer } from "./idempotency.ts";
import { type WriteResult, type Row, type Stmt, stmt } from "./database/port.ts";
import { type Planned, planChanges } from "./changes.ts";
import { atOnce, inPieces, LONG_WORK } from "./inPieces.ts";
import type { ChangeEvent } from "./changeEvent.ts";
import { type Facts, type Query, type Queries, type ReadContext } from "./queries.ts";
import { requireRelated } from "./owners.ts";
import { planPostings } from "./ledger/postings.ts";
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
export async function read<N extends Queries>(scope: Scope, needs: N): Promise<Facts<N>> {
  const reading = new QueryReader(scope, needs);
  return reading.facts(await scope.db.read(reading.stmts)).facts;
}

/** Reads slow facts on another thread, outside of any decision. */
export async function lookLong<N extends Queries>(scope: Scope, needs: N): Promise<Facts<N>> {
  const reading = new QueryReader(scope, needs);
  return reading.facts(await scope.db.readInBackground(reading.stmts)).facts;
}

/** The answer that `commit` would give, without writing. */
export async function dryRun<N extends Queries, A>(scope: Scope, needs: N, decide: Decide<N, A>): Promise<Decision<A>> {
  const facts = await read(scope, needs);
  return toDecision(decide(facts, { now: scope.now, newId: scope.newId }));
}

/**
 * The only way to write: read, decide, write everything or nothing, then notify subscribers. A repeated command gets
 * its first answer. Throws the rule's `Failure`, or `conflict` where the idempotency key was used for something else.
 */
export async function commit<N extends Queries, A = null>(scope: Scope, needs: N, decide: Decide<N, A>): Promise<A> {
  try {
    return await runCommit(scope, needs, decide, false);
  } catch (error) {
    if (!(error instanceof AccountsSealUnread)) throw error;
    return runCommit(scope, needs, decide, true);
  }
}

/** `opens`: the decision creates accounts, so the seal over all accounts changes too. */
async function runCommit<N extends Queries, A>(
  scope: Scope,
  needs: N,
  decide: Decide<N, A>,
  opens: boolean,
): Promise<A> {
  const { command } = scope;
  const { seal } = scope.db;
  if (seal === null) throw new Error("The database was opened without its key, so it cannot be written.");
  if (scope.asOf !== undefined) throw new Failure("conflict", "asOf.readOnly", {});
  if (command?.kept)
    throw new Error("A second commit under the same idempotency key would return the first one's answer.");
  const reading = new QueryReader(scope, needs);
  const owners = [...new Set([scope.account, ...scope.reach])];
  const turning = scope.db.kind === "remote" ? owners.filter((owner) => !scope.apart?.includes(owner)) : [];
  const ground = [
    ...(command ? [commandStmt(command)] : []),
    ...owners.map(headStmt),
    ...(opens ? [allAccountsStmt] : []),
    ...(turning.length > 0 ? [ownerVersionsStmt(turning)] : []),
  ];
  let events: ChangeEvent[] = [];
  const answer = await scope.db.write<A>({
    calm: scope.calm,
    reads: [...ground, ...reading.stmts],
    decide: (rows) => {
      events = [];
      // The same call may have arrived twice at once.
      const replay = command && rows[0]![0];
      if (replay) return { writes: [], answer: replayAnswer<A>(command, replay) };
      const { facts, seen } = reading.facts(rows.slice(ground.length));
      const decision = toDecision<A>(decide(facts, { now: scope.now, newId: scope.newId }));
      const sealing = accountSeals(seal, owners, rows.slice(command ? 1 : 0), opens);
      const planned = (plan: Planned): WriteResult<A> => {
        events = plan.bells;
        const work = [
          ...plan.writes,
          ...planPostings(scope, decision.effects, sealing),
          ...otherStatements(scope, decision.effects, sealing),
        ];
        const turns =
          turning.length > 0 && work.length > 0 ? advanceOwnerVersions(turning, rows[ground.length - 1]!) : [];
        const remembered = command ? [storeAnswerStmt(command, decision.answer, scope.now)] : [];
        const writes = [...turns, ...work, ...remembered];
        return { writes, closings: sealing.closings(), answer: decision.answer };
      };
      const steps = planChanges(scope, decision.effects, seen, sealing);
      return decision.effects.length < LONG_WORK ? planned(atOnce(steps)) : inPieces(steps).then(planned);
    },
  });
  if (command) command.kept = true;
  if (events.length > 0) scope.feed.ring(events);
  return answer;
}

const accountSeals = (seal: Seal, owners: readonly string[], rows: readonly Row[][], opens: boolean): AccountSeals =>
  new AccountSeals(
    seal,
    new Map(owners.map((owner, index) => [owner, rows[index]![0]])),
    opens ? rows[owners.length]![0] : null,
  );

const toDecision = <A>(made: readonly Effect[] | Decision<A>): Decision<A> =>
  "effects" in made ? made : { effects: made, answer: null as A };

class QueryReader<N extends Queries> {
  readonly stmts: Stmt[];
  private readonly scope: Scope;
  private readonly parts: { name: keyof N; need: Query<unknown>; from: number; to: number }[] = [];

  constructor(scope: Scope, needs: N) {
    this.stmts = [];
    this.scope = scope;
    for (const name of Object.keys(needs) as (keyof N & string)[]) {
      const need = needs[name]!;
      const from = this.stmts.length;
      for (const one of need.stmts(scope)) this.stmts.push(one);
      this.parts.push({ name, need, from, to: this.stmts.length });
    }
  }

  facts(rows: Row[][]): { facts: Facts<N>; seen: ReadContext } {
    const seen: ReadContext = { docs: new Map(), gone: new Map(), asked: new Set(), written: new Map() };
    const facts: Partial<Record<keyof N, unknown>> = {};
    for (const { name, need: query, from, to } of this.parts)
      facts[name] = query.take(rows.slice(from, to), seen, this.scope);
    return { facts: facts as Facts<N>, seen };
  }
}

function otherStatements(scope: Scope, effects: readonly Effect[], sealing: AccountSeals): Stmt[] {
  return effects.flatMap((effect) => {
    if (effect.do === "item")
      return [settleStmt({ ...effect, account: requireRelated(scope, effect.account) }, scope.now)];
    if (effect.do === "grant") {
      if (effect.table === "people") sealing.person(effect.before, { ...effect.before, ...effect.row });
      return [grantStmt(sealing.seal, effect.table, effect.before, effect.row)];
    }
    if (effect.do === "count") {
      const owner = requireRelated(scope, effect.account);
      for (const event of effect.events)
        sealing.add(owner, "usage", eventElement(sealing.seal, usageColumns(owner, event, scope.now)));
      return [insertUsageStmt(owner, effect.events, scope.now)];
    }
    if (effect.do === "access") return [stmt(effect.sql, ...effect.args)];
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
