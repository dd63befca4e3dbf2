import type { Effect } from "@callboard/domain/decision";
import type { Ending, Errand } from "@callboard/domain/errands";
import { type Currency, money, showBalance } from "@callboard/domain/money";
import { phrase, type Phrase } from "@callboard/domain/phrase";
import { chargeOf, MICROS_PER_CENT } from "@callboard/domain/recharge";
import { refundOf } from "@callboard/domain/refunds";
import { consoleLink } from "../consoleLink.ts";
import type { Recipient } from "../mail/administrators.ts";
import { type Letter, letterEffects } from "../mail/letters.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";

/** Whom a mail about money goes to, and what it may say. */
export interface Mailed {
  /** The account's name. */
  account: string;
  told: readonly Recipient[];
  /** The balance before it. */
  sum: number;
  currency: Currency;
}

type Words = (said: Phrase) => string;
type Desk = Pick<World, "publicUrl" | "mailer">;

const shown = (micros: number, { currency }: Mailed): string => showBalance(money(micros, currency), "en");

/** One mail to each administrator, written with what it tells of. */
export function tell(
  desk: Desk,
  scope: Scope,
  { told }: Pick<Mailed, "told">,
  about: Pick<Letter, "subject" | "text">,
  page = "balance",
): Effect[] {
  const link = consoleLink(desk.publicUrl, scope.account, page);
  return told.flatMap((recipient) =>
    letterEffects(desk as World, scope, { account: scope.account, ...recipient, ...about, link }),
  );
}

/** A receipt, or what was declined and what was done about it. */
export function withLetters<E extends Ending>(desk: Desk, scope: Scope, mailed: Mailed, errand: Errand, ending: E): E {
  const { cents, sum, recharge } = chargeOf(errand);
  const values = { account: mailed.account, card: errand.data.about, sum };
  const isNext = ending.effects.some((effect) => effect.do === "create" && effect.kind === "charge");
  const about =
    ending.state === "settled"
      ? {
          subject: phrase("mail.receiptSubject", values),
          text: phrase("mail.receiptText", { ...values, balance: shown(mailed.sum + cents * MICROS_PER_CENT, mailed) }),
        }
      : {
          subject: phrase("mail.declinedSubject", values),
          text: (words: Words) =>
            phrase("mail.declinedText", {
              ...values,
              why: words(ending.why),
              goesOn: words(phrase(isNext ? "mail.declinedNext" : "mail.declinedNone")),
            }),
        };
  return {
    ...ending,
    effects: [...ending.effects, ...tell(desk, scope, mailed, about, `balance/recharges/${recharge}`)],
  };
}

export function limitLetters(desk: Desk, scope: Scope, mailed: Mailed, why: Phrase): Effect[] {
  const values = { account: mailed.account, balance: shown(mailed.sum, mailed) };
  return tell(desk, scope, mailed, {
    subject: phrase("mail.limitSubject", values),
    text: (words) => phrase("mail.limitText", { ...values, why: words(why) }),
  });
}

export function failedLetters(desk: Desk, scope: Scope, mailed: Mailed, refund: Errand): Effect[] {
  const values = { account: mailed.account, card: refund.data.about, sum: refundOf(refund).sum };
  const about = { subject: phrase("mail.refundFailedSubject", values), text: phrase("mail.refundFailedText", values) };
  return tell(desk, scope, mailed, about);
}

export function reversedLetters(desk: Desk, scope: Scope, mailed: Mailed, errand: Errand): Effect[] {
  const { sum, recharge } = chargeOf(errand);
  const values = { account: mailed.account, card: errand.data.about, sum };
  const about = { subject: phrase("mail.twiceSubject", values), text: phrase("mail.twiceText", values) };
  return tell(desk, scope, mailed, about, `balance/recharges/${recharge}`);
}
