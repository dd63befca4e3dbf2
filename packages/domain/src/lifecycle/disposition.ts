import type { AccountData } from "../account/schema.ts";
import type { Actor } from "../core/actor.ts";
import { daysAfter } from "../core/calendar.ts";
import { create, type Effect, post, save } from "../core/effect.ts";
import { request } from "../core/providerRequest.ts";
import { fail } from "../core/failure.ts";
import { feeMovement } from "../core/ledger.ts";
import { holdCost, minuteRate } from "./holdCost.ts";
import { type Micros, money } from "../core/money.ts";
import { monthlyFee } from "../numbers/rules.ts";
import { formatPhoneNumber } from "../numbers/phoneNumber.ts";
import { message } from "../core/message.ts";
import type { Terms } from "../plans/catalogue.ts";
import { effectLine, figureLine, type Line } from "../proposals/lines.ts";
import type { Doc } from "../core/record.ts";
import type { NumberData } from "../numbers/schema.ts";
import type { Instant } from "../core/time.ts";
import { QUANTITY_SCALE } from "../balance/usage.ts";

/** A number's disposition when its account is canceled. */
export type Disposition =
  | { is: "hold"; days: number }
  | { is: "release" }
  | { is: "move"; to: string }
  /** `to` in E.164. */
  | { is: "forward"; to: string; days: number; minutes: number };

/** The name of an account that numbers can move to; the caller has proven the right to do so. */
export type MoveTarget = Pick<AccountData, "name">;

/** `now`: the confirmation; `at`: the proposal, from which holds and their cost are counted. */
export interface DecisionContext {
  now: Instant;
  at: Instant;
  by: Actor;
  newId: () => string;
}

/** The usual order of numbers. */
export const byNumber = ({ data: a }: Doc<NumberData>, { data: b }: Doc<NumberData>): number =>
  a.e164 < b.e164 ? -1 : 1;

/** The account that a number leaves: its terms, its payer, and where the number may go. */
export interface NumberOrigin {
  account: Doc<AccountData>;
  terms: Terms;
  payer: string;
  targets: ReadonlyMap<string, MoveTarget>;
}

export interface DispositionResult {
  line: Line;
  effects: Effect[];
  micros: Micros;
  heldUntil?: Instant;
}

/** A number with its formatted text: formatting is the slow part, and a large account has many numbers. */
interface DisplayedNumber {
  number: Doc<NumberData>;
  shown: string;
}

/** Applies the disposition of one number. Throws `invalid` if it isn't possible. */
export function applyDisposition(
  number: Doc<NumberData>,
  parting: Disposition,
  home: NumberOrigin,
  turn: DecisionContext,
): DispositionResult {
  const { standing, e164, name } = number.data;
  const named = { number: formatPhoneNumber(e164), name };
  const key = `number:${number.id}`;
  if (standing.is === "held") {
    const text = message("lifecycle.heldLine", { ...named, until: standing.until });
    return { line: figureLine(key, "numbers", text), effects: [], micros: 0 };
  }
  if (standing.is === "forwarded") {
    const text = message("lifecycle.forwardedLine", { ...named, until: standing.until });
    return { line: figureLine(key, "numbers", text), effects: [], micros: 0 };
  }
  if (standing.is !== "active")
    return { line: figureLine(key, "numbers", message("lifecycle.releaseLine", named)), effects: [], micros: 0 };
  const leaving = { number, shown: named.number };
  if (parting.is === "hold") return holdNumber(leaving, parting.days, home, turn);
  if (parting.is === "forward") return forwardNumber(leaving, parting, home, turn);
  if (parting.is === "move") return moveNumber(leaving, parting.to, home, turn);
  const action = message("lifecycle.didRelease", { number: named.number });
  const input = { shown: named.number, was: standing };
  const wanted = { what: "release number", about: e164, record: number.id, input } as const;
  return {
    line: effectLine(key, "numbers", message("lifecycle.releaseLine", named), null, { how: "never" }),
    effects: [
      save("number", number, { ...number.data, standing: { is: "releasing", since: turn.now } }, { action }),
      ...request(number.account, turn.newId(), wanted, turn.by, turn.now),
    ],
    micros: 0,
  };
}

/** Until then its month is already paid. */
export const paidUntil = ({ renewsAt }: NumberData, at: Instant): Instant => Math.max(renewsAt ?? at, at);

function holdNumber(
  { number, shown }: DisplayedNumber,
  days: number,
  { account, terms, payer }: NumberOrigin,
  { now, at }: DecisionContext,
): DispositionResult {
  const { name } = number.data;
  const { zone } = account.data;
  const until = daysAfter(at, days, zone);
  const micros = holdCost(money(monthlyFee(terms, number.data.kind), terms.currency), {
    paidTo: paidUntil(number.data, at),
    until,
    zone,
  });
  const text = message(micros === 0 ? "lifecycle.holdFreeLine" : "lifecycle.holdLine", { number: shown, name, until });
  const memo = message("lifecycle.holdMemo", { number: shown, until });
  const fee = money(micros, terms.currency);
  const paid = post(feeMovement("number", payer, account.id, fee, memo, now, `hold:${number.id}:${number.version}`));
  const data = { ...number.data, standing: { is: "held", since: now, until } as const, graceUntil: null };
  return {
    line: effectLine(`number:${number.id}`, "numbers", text, micros, { how: "until", until }),
    effects: [
      save("number", number, data, { action: message("lifecycle.didHold", { number: shown, until }) }),
      ...(micros > 0 ? [paid] : []),
    ],
    micros,
    heldUntil: until,
  };
}

/** Forwards its calls elsewhere; its days and minutes are prepaid. */
function forwardNumber(
  { number, shown }: DisplayedNumber,
  { to, days, minutes }: Extract<Disposition, { is: "forward" }>,
  { account, terms, payer }: NumberOrigin,
  { now, at }: DecisionContext,
): DispositionResult {
  const { e164, name, kind } = number.data;
  if (to === e164) fail("invalid", "lifecycle.forwardItself", {}, "numbers");
  const { zone } = account.data;
  const until = daysAfter(at, days, zone);
  const rest = holdCost(money(monthlyFee(terms, kind), terms.currency), {
    paidTo: paidUntil(number.data, at),
    until,
    zone,
  });
  const micros = rest + minutes * minuteRate(terms, kind);
  const named = { number: shown, to: formatPhoneNumber(to), until };
  const memo = message("lifecycle.forwardMemo", { number: named.number, until, minutes });
  const fee = money(micros, terms.currency);
  const paid = post(feeMovement("number", payer, account.id, fee, memo, now, `forward:${number.id}:${number.version}`));
  const standing = { is: "forwarded", since: now, until, to, left: minutes * QUANTITY_SCALE } as const;
  return {
    line: effectLine(
      `number:${number.id}`,
      "numbers",
      message("lifecycle.forwardLine", { ...named, name, minutes }),
      micros,
      { how: "until", until },
    ),
    effects: [
      save(
        "number",
        number,
        { ...number.data, standing, graceUntil: null },
        { action: message("lifecycle.didForward", named) },
      ),
      ...(micros > 0 ? [paid] : []),
    ],
    micros,
    heldUntil: until,
  };
}

/** Moves it to another account, without its source and routing target, which mean nothing there. */
function moveNumber(
  { number, shown }: DisplayedNumber,
  to: string,
  { account, targets }: NumberOrigin,
  { now, newId }: DecisionContext,
): DispositionResult {
  if (to === account.id) fail("invalid", "lifecycle.moveHere", {}, "numbers");
  const target = targets.get(to) ?? fail("invalid", "lifecycle.notYours", {}, "numbers");
  const { name } = number.data;
  const gone = { is: "released", since: now } as const;
  const there: NumberData = { ...number.data, source: null, route: null, stopped: null, paused: null, parked: null };
  return {
    line: effectLine(
      `number:${number.id}`,
      "numbers",
      message("lifecycle.moveLine", { number: shown, name, account: target.name }),
      null,
      { how: "never" },
    ),
    effects: [
      save(
        "number",
        number,
        { ...number.data, standing: gone, renewsAt: null, graceUntil: null },
        { action: message("lifecycle.didMoveAway", { number: shown, account: target.name }) },
      ),
      create(to, "number", newId(), there, {
        action: message("lifecycle.didMoveHere", { number: shown, account: account.data.name }),
      }),
    ],
    micros: 0,
  };
}
