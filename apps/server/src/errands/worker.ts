import { may } from "@callboard/domain/access";
import { decided, type Decision } from "@callboard/domain/decision";
import { type Answer, type Errand, type ErrandRecord, heard, KEEPER, sending, stepOf } from "@callboard/domain/errands";
import { phrase } from "@callboard/domain/phrase";
import { NoAnswer } from "../carrier/port.ts";
import { known, type Needs } from "../needs.ts";
import { scopeIn } from "../runs/scope.ts";
import { rightsOf, whoIs } from "../rights.ts";
import { commit, look } from "../store.ts";
import type { World } from "../world.ts";
import { WORKS } from "./works.ts";

export interface ErrandJob {
  /** Jobs from before there were charges say nothing of it. */
  kind?: ErrandRecord;
  account: string;
  errand: string;
  version: number;
}

/** What a worker has in hand: the errand at the version at which its answer counts. */
interface Turn {
  errand: Errand;
  step: "send" | "ask";
  /** Whoever wakes up after this no longer calls: somebody else asks what became of it. */
  until: number;
}

/** The one step that is due for this version of an errand, or nothing where it has moved on. */
export async function workErrand(world: World, job: ErrandJob): Promise<void> {
  const turn = await takeTurn(world, job);
  if (turn === null || world.now() > turn.until) return;
  await conclude(world, turn, (await refusedToSend(world, turn)) ?? (await call(world, turn)));
}

/** Asked at each sending: a right that was taken away meanwhile is no right to order anything. */
async function refusedToSend(world: World, { errand, step }: Turn): Promise<Answer | null> {
  const { by, what } = errand.data;
  const { deed } = WORKS[what];
  if (step === "ask" || deed === null || by.as === "job") return null;
  const { rights } = await look(scopeIn(world, errand.account, KEEPER), { rights: rightsOf(whoIs(by)) });
  return may(rights, deed) ? null : { is: "declined", why: phrase("errands.makerLost") };
}

/** Saves that it is sent before it is sent. Asking needs no trace beforehand: it changes nothing over there. */
function takeTurn(world: World, { kind = "errand", account, errand: id, version }: ErrandJob): Promise<Turn | null> {
  const scope = scopeIn(world, account, KEEPER);
  const needs = { errand: known(kind, id) };
  return commit<typeof needs, Turn | null>(scope, needs, ({ errand }, { now }): Decision<Turn | null> => {
    const step = stepOf(errand, version);
    if (errand === null || step === null) return decided<Turn | null>([], null);
    const patienceMs = WORKS[errand.data.what].patienceMs(world);
    const until = now + patienceMs;
    if (step === "ask") return decided([], { errand, step, until });
    return decided(sending(errand, patienceMs, now), { errand: { ...errand, version: version + 1 }, step, until });
  });
}

/** The call itself, outside any transaction. Whatever is no answer is `unknown`. */
async function call(world: World, { errand, step }: Turn): Promise<Answer> {
  const work = WORKS[errand.data.what];
  const signal = AbortSignal.timeout(work.patienceMs(world));
  const over = Promise.withResolvers<never>();
  signal.addEventListener("abort", () => over.reject(new NoAnswer("silent")), { once: true });
  try {
    const made = async () => work[step](world, errand, signal);
    return await Promise.race([made(), over.promise]);
  } catch (error) {
    if (error instanceof NoAnswer) return { is: "unknown", because: error.because };
    if (signal.aborted) return { is: "unknown", because: "silent" };
    world.log.warn({ err: error, errand: errand.id }, "an outside call broke");
    return { is: "unknown", because: "lost" };
  }
}

/** The outcome with its effects, or nothing where somebody else has moved the errand on meanwhile. */
async function conclude(world: World, { errand, step }: Turn, answer: Answer): Promise<void> {
  const work = WORKS[errand.data.what];
  const scope = { ...scopeIn(world, errand.account, errand.data.by), reach: work.reach?.(errand) ?? [] };
  const needs = { ...(work.needs(errand) as Needs), found: known(errand.kind as ErrandRecord, errand.id) };
  await commit<typeof needs>(scope, needs, ({ found, ...facts }, given) => {
    if (found?.version !== errand.version) return [];
    return heard(found, step, answer, work.endings(facts, found, given, { world, scope }), given.now);
  });
}
