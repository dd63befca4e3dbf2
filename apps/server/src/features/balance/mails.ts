import type { Effect } from "@callboard/domain/core/effect";
import type { RequestOutcome, ProviderRequest } from "@callboard/domain/core/providerRequest";
import { type Currency, money, formatBalance } from "@callboard/domain/core/money";
import { message, type Phrase } from "@callboard/domain/core/message";
import { chargeDataOf, MICROS_PER_CENT } from "@callboard/domain/balance/recharge";
import { refundDataOf } from "@callboard/domain/balance/refund";
import { consoleLink } from "../../integrations/mail/consoleLink.ts";
import type { MailRecipient } from "../../store/reads/administrators.ts";
import { type MailDraft, mailEffects } from "../../integrations/mail/mailTemplates.ts";
import type { Scope } from "../../store/scope.ts";
import type { Services } from "../../services.ts";

/** The recipients of a mail about money, and the facts that it states. */
export interface MoneyMailContext {
  /** The account's name. */
  account: string;
  told: readonly MailRecipient[];
  /** The balance before the movement. */
  sum: number;
  currency: Currency;
}

type RenderMessage = (said: Phrase) => string;
type MailServices = Pick<Services, "publicUrl" | "mailer">;

const balanceText = (micros: number, { currency }: MoneyMailContext): string =>
  formatBalance(money(micros, currency), "en");

/** One mail to each administrator, saved in the commit that it reports. */
export function moneyMails(
  desk: MailServices,
  scope: Scope,
  { told }: Pick<MoneyMailContext, "told">,
  about: Pick<MailDraft, "subject" | "text">,
  page = "balance",
): Effect[] {
  const link = consoleLink(desk.publicUrl, scope.account, page);
  return told.flatMap((recipient) =>
    mailEffects(desk as Services, scope, { account: scope.account, ...recipient, ...about, link }),
  );
}

/** Adds a receipt, or a mail about the declined charge and what follows from it. */
export function withMails<E extends RequestOutcome>(
  desk: MailServices,
  scope: Scope,
  mailed: MoneyMailContext,
  request: ProviderRequest,
  ending: E,
): E {
  const { cents, sum, recharge } = chargeDataOf(request);
  const values = { account: mailed.account, card: request.data.about, sum };
  const isNext = ending.effects.some((effect) => effect.do === "create" && effect.kind === "charge");
  const about =
    ending.state === "settled"
      ? {
          subject: message("mail.receiptSubject", values),
          text: message("mail.receiptText", {
            ...values,
            balance: balanceText(mailed.sum + cents * MICROS_PER_CENT, mailed),
          }),
        }
      : {
          subject: message("mail.declinedSubject", values),
          text: (words: RenderMessage) =>
            message("mail.declinedText", {
              ...values,
              why: words(ending.why),
              goesOn: words(message(isNext ? "mail.declinedNext" : "mail.declinedNone")),
            }),
        };
  return {
    ...ending,
    effects: [...ending.effects, ...moneyMails(desk, scope, mailed, about, `balance/recharges/${recharge}`)],
  };
}

export function limitMails(desk: MailServices, scope: Scope, mailed: MoneyMailContext, why: Phrase): Effect[] {
  const values = { account: mailed.account, balance: balanceText(mailed.sum, mailed) };
  return moneyMails(desk, scope, mailed, {
    subject: message("mail.limitSubject", values),
    text: (words) => message("mail.limitText", { ...values, why: words(why) }),
  });
}

export function failedRefundMails(
  desk: MailServices,
  scope: Scope,
  mailed: MoneyMailContext,
  refund: ProviderRequest,
): Effect[] {
  const values = { account: mailed.account, card: refund.data.about, sum: refundDataOf(refund).sum };
  const about = {
    subject: message("mail.refundFailedSubject", values),
    text: message("mail.refundFailedText", values),
  };
  return moneyMails(desk, scope, mailed, about);
}

export function reversedDeclineMails(
  desk: MailServices,
  scope: Scope,
  mailed: MoneyMailContext,
  request: ProviderRequest,
): Effect[] {
  const { sum, recharge } = chargeDataOf(request);
  const values = { account: mailed.account, card: request.data.about, sum };
  const about = { subject: message("mail.twiceSubject", values), text: message("mail.twiceText", values) };
  return moneyMails(desk, scope, mailed, about, `balance/recharges/${recharge}`);
}
