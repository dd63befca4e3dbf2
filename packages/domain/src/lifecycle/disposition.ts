import { releaseInput } from "../numbers/release.ts";
import type { AccountData } from "../account/schema.ts";
import type { Actor } from "../core/actor.ts";
import { daysAfter } from "../core/calendar.ts";
import { create, type Effect, post, save } from "../core/effect.ts";
import { request } from "../core/provider-request/providerRequest.ts";
import { fail } from "../core/failure.ts";
import { feeMovement } from "../core/ledger.ts";
import { minuteRate } from "../balance/minutes.ts";
import { holdCost } from "./holdCost.ts";
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

/** An account that numbers can move to. Whether the person may move numbers there is checked before. */
export type MoveTarget = Pick<AccountData, "name">;

/** `now`: the confirmation; `proposedAt`: the proposal, from which holds and their cost are counted. */
export interface DecisionContext {
  now: Instant;
  proposedAt: Instant;
  by: Actor;
  newId: () => string;
}

/** Sorts numbers by their digits. */
export const byNumber = ({ data: a }: Doc<NumberData>, { data: b }: Doc<NumberData>): number =>
  a.e164 < b.e164 ? -1 : 1;

/** The account that a number leaves: its terms, its payer, and where the number may go. */
export interface NumberOrigin {
  account: Doc<AccountData>;
  terms: Terms;
  payer: string;
  moveTargets: ReadonlyMap<string, MoveTarget>;
}

export interface DispositionResult {
  line: Line;
  effects: Effect[];
  /** The cost, prepaid at once. */
  micros: Micros;
  heldUntil?: Instant;
}

/** A number with its formatted text: formatting is the slow part, and a large account has many numbers. */
interface DisplayedNumber {
  number: Doc<NumberData>;
  display: string;
}

/** Applies the disposition of one number. Throws `invalid` if it isn't possible. */
export function applyDisposition(
  number: Doc<NumberData>,
  disposition: Disposition,
  origin: NumberOrigin,
  context: DecisionContext,
): DispositionResult {
  const { state, e164, name } = number.data;
  const values = { number: formatPhoneNumber(e164), name };
  const key = `number:${number.id}`;
  if (state.is === "held") {
    const text = message("lifecycle.heldLine", { ...values, until: state.until });
    return { line: figureLine(key, "numbers", text), effects: [], micros: 0 };
  }
  if (state.is === "forwarded") {
    const text = message("lifecycle.forwardedLine", { ...values, until: state.until });
    return { line: figureLine(key, "numbers", text), effects: [], micros: 0 };
  }
  if (state.is !== "active")
    return { line: figureLine(key, "numbers", message("lifecycle.releaseLine", values)), effects: [], micros: 0 };
  const displayed = { number, display: values.number };
  if (disposition.is === "hold") return holdNumber(displayed, disposition.days, origin, context);
  if (disposition.is === "forward") return forwardNumber(displayed, disposition, origin, context);
  if (disposition.is === "move") return moveNumber(displayed, disposition.to, origin, context);
  const action = message("lifecycle.didRelease", { number: values.number });
  const input = { ...releaseInput(values.number, state) };
  const spec = { type: "release number", subject: e164, recordId: number.id, input } as const;
  return {
    line: effectLine(key, "numbers", message("lifecycle.releaseLine", values), null, { when: "never" }),
    effects: [
      save("number", number, { ...number.data, state: { is: "releasing", since: context.now } }, { action }),
      ...request(number.account, context.newId(), spec, context.by, context.now),
    ],
    micros: 0,
  };
}

/** The end of the month that is already paid. */
export const paidUntil = ({ renewsAt }: NumberData, at: Instant): Instant => Math.max(renewsAt ?? at, at);

function holdNumber(
  { number, display }: DisplayedNumber,
  days: number,
  { account, terms, payer }: NumberOrigin,
  { now, proposedAt }: DecisionContext,
): DispositionResult {
  const { name } = number.data;
  const { zone } = account.data;
  const until = daysAfter(proposedAt, days, zone);
  const micros = holdCost(money(monthlyFee(terms, number.data.kind), terms.currency), {
    paidTo: paidUntil(number.data, proposedAt),
    until,
    zone,
  });
  const text = message(micros === 0 ? "lifecycle.holdFreeLine" : "lifecycle.holdLine", {
    number: display,
    name,
    until,
  });
  const memo = message("lifecycle.holdMemo", { number: display, until });
  const fee = money(micros, terms.currency);
  const charge = post(feeMovement("number", payer, account.id, fee, memo, now, `hold:${number.id}:${number.version}`));
  const data = { ...number.data, state: { is: "held", since: now, until } as const, graceUntil: null };
  return {
    line: effectLine(`number:${number.id}`, "numbers", text, micros, { when: "until", until }),
    effects: [
      save("number", number, data, { action: message("lifecycle.didHold", { number: display, until }) }),
      ...(micros > 0 ? [charge] : []),
    ],
    micros,
    heldUntil: until,
  };
}

/** Forwards its calls elsewhere; its days and minutes are prepaid. */
function forwardNumber(
  { number, display }: DisplayedNumber,
  { to, days, minutes }: Extract<Disposition, { is: "forward" }>,
  { account, terms, payer }: NumberOrigin,
  { now, proposedAt }: DecisionContext,
): DispositionResult {
  const { e164, name, kind } = number.data;
  if (to === e164) fail("invalid", "lifecycle.forwardItself", {}, "numbers");
  const { zone } = account.data;
  const until = daysAfter(proposedAt, days, zone);
  const holdMicros = holdCost(money(monthlyFee(terms, kind), terms.currency), {
    paidTo: paidUntil(number.data, proposedAt),
    until,
    zone,
  });
  const micros = holdMicros + minutes * minuteRate(terms, kind);
  const values = { number: display, to: formatPhoneNumber(to), until };
  const memo = message("lifecycle.forwardMemo", { number: values.number, until, minutes });
  const fee = money(micros, terms.currency);
  const charge = post(
    feeMovement("number", payer, account.id, fee, memo, now, `forward:${number.id}:${number.version}`),
  );
  const state = { is: "forwarded", since: now, until, to, remaining: minutes * QUANTITY_SCALE } as const;
  return {
    line: effectLine(
      `number:${number.id}`,
      "numbers",
      message("lifecycle.forwardLine", { ...values, name, minutes }),
      micros,
      { when: "until", until },
    ),
    effects: [
      save(
        "number",
        number,
        { ...number.data, state, graceUntil: null },
        { action: message("lifecycle.didForward", values) },
      ),
      ...(micros > 0 ? [charge] : []),
    ],
    micros,
    heldUntil: until,
  };
}

/** Moves it to another account, without its source and routing target, which mean nothing there. */
function moveNumber(
  { number, display }: DisplayedNumber,
  to: string,
  { account, moveTargets }: NumberOrigin,
  { now, newId }: DecisionContext,
): DispositionResult {
  if (to === account.id) fail("invalid", "lifecycle.moveHere", {}, "numbers");
  const target = moveTargets.get(to) ?? fail("invalid", "lifecycle.notYours", {}, "numbers");
  const { name } = number.data;
  const releasedState = { is: "released", since: now } as const;
  const movedData: NumberData = {
    ...number.data,
    source: null,
    route: null,
    stopped: null,
    paused: null,
    frozen: null,
  };
  return {
    line: effectLine(
      `number:${number.id}`,
      "numbers",
      message("lifecycle.moveLine", { number: display, name, account: target.name }),
      null,
      { when: "never" },
    ),
    effects: [
      save(
        "number",
        number,
        { ...number.data, state: releasedState, renewsAt: null, graceUntil: null },
        { action: message("lifecycle.didMoveAway", { number: display, account: target.name }) },
      ),
      create(to, "number", newId(), movedData, {
        action: message("lifecycle.didMoveHere", { number: display, account: account.data.name }),
      }),
    ],
    micros: 0,
  };
}
