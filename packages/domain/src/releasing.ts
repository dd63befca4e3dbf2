import type { Actor } from "./actor.ts";
import { type Effect, save } from "./decision.ts";
import { type Ending, type Errand, want } from "./errands.ts";
import { refuse } from "./failure.ts";
import { phrase, type Phrase } from "./phrase.ts";
import type { Doc } from "./record.ts";
import type { NumberData } from "./tracking.schema.ts";
import type { NumberStanding } from "./tracking.ts";
import type { Instant } from "./time.ts";

/** What a release is carried out with. Without `was` the number never came into the list. */
export interface Releasing {
  shown: string;
  was?: NumberStanding;
}

/** Gives a number back to the carrier. Refused by name where it is on its way, held, being given back or gone. */
export function releaseNumber(
  number: Doc<NumberData>,
  errand: string,
  { version, shown }: { version: number; shown: string },
  by: Actor,
  now: Instant,
): Effect[] {
  const { standing: was, name, e164 } = number.data;
  if (version !== number.version)
    refuse("conflict", "record.changedMeanwhile", { name, version: number.version }, "version");
  if (was.is === "released") refuse("conflict", "errands.releasedAlready", { number: shown });
  if (was.is !== "active") refuse("conflict", `errands.cannotRelease-${was.is}`, { number: shown });
  const wanted = { what: "release number", about: e164, record: number.id, input: { shown, was } } as const;
  const action = phrase("errands.didRelease", { number: shown });
  return [
    save("number", number, { ...number.data, standing: { is: "releasing", since: now } }, { action }),
    ...want(number.account, errand, wanted, by, now),
  ];
}

/** The carrier has it back. The number is free for whoever buys it next; its past stays. */
export function numberReleased(errand: Errand, number: Doc<NumberData> | null, now: Instant): Ending {
  const { shown, was } = errand.data.input as unknown as Releasing;
  const said = { actor: errand.data.by, action: phrase("errands.didGiveBack", { number: shown }) };
  const data = { standing: { is: "released", since: now }, renewsAt: null, graceUntil: null } as const;
  return {
    state: "settled",
    why: phrase(was ? "errands.released" : "errands.gaveBack", { number: shown }),
    effects: isReleasing(number) ? [save("number", number, { ...number.data, ...data }, said)] : [],
  };
}

/** The carrier keeps serving it: it stands as it stood before. */
export function numberNotReleased(errand: Errand, number: Doc<NumberData> | null, why: Phrase): Ending {
  const { shown, was } = errand.data.input as unknown as Releasing;
  const said = { actor: errand.data.by, action: phrase("errands.didKeep", { number: shown }) };
  return {
    state: "declined",
    why,
    effects: was && isReleasing(number) ? [save("number", number, { ...number.data, standing: was }, said)] : [],
  };
}

const isReleasing = (number: Doc<NumberData> | null): number is Doc<NumberData> =>
  number?.data.standing.is === "releasing";
