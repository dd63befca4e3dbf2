import type { Effect } from "@callboard/domain/core/effect";
import type { RequestOutcome, ProviderRequest } from "@callboard/domain/core/provider-request/providerRequest";
import { type Currency, MICROS_PER_CENT, money, formatBalance } from "@callboard/domain/core/money";
import { message, type Message } from "@callboard/domain/core/message";
import { chargeDataOf } from "@callboard/domain/balance/recharge";
import { refundDataOf } from "@callboard/domain/balance/refund";
import type { AlertKind } from "@callboard/domain/alerts/types";
import { consoleLink } from "../../integrations/mail/consoleLink.ts";
import type { MailRecipient } from "../../store/reads/administrators.ts";
import { type MailDraft, mailEffects } from "../../integrations/mail/composeMail.ts";
import type { Scope } from "../../store/scope.ts";
import type { Services } from "../../services.ts";

/** The recipients of a mail about money, and the facts that it states. */
export interface MoneyMailContext {
  /** The account's name. */
  account: string;
  recipients: readonly MailRecipient[];
  /** The balance before the movement. */
  balanceMicros: number;
  currency: Currency;
}

type RenderMessage = (text: Message) => string;
type MailServices = Pick<Services, "publicUrl" | "mailer">;

const balanceText = (micros: number, { currency }: MoneyMailContext): string =>
  formatBalance(money(micros, currency), "en");

/** One mail to each administrator, or to those who want such alerts by mail; saved in the commit that it reports. */
export function moneyMails(
  services: MailServices,
  scope: Scope,
  { recipients }: Pick<MoneyMailContext, "recipients">,
  content: Pick<MailDraft, "subject" | "text">,
  page = "balance",
  alert: AlertKind | null = null,
): Effect[] {
  const link = consoleLink(services.publicUrl, scope.account, page);
  return recipients
    .filter(({ acceptsMail }) => alert === null || acceptsMail(alert))
    .flatMap(({ to, zone }) =>
      mailEffects(services as Services, scope, { account: scope.account, to, zone, ...content, link }),
    );
}

/** Adds a receipt, or a mail about the declined charge and what follows from it. */
export function withMails<E extends RequestOutcome>(
  services: MailServices,
  scope: Scope,
  mailContext: MoneyMailContext,
  request: ProviderRequest,
  ending: E,
): E {
  const { cents, sum, recharge } = chargeDataOf(request);
  const values = { account: mailContext.account, card: request.data.subject, sum };
  const triesNextCard = ending.effects.some((effect) => effect.do === "create" && effect.kind === "charge");
  const content =
    ending.state === "settled"
      ? {
          subject: message("mail.receiptSubject", values),
          text: message("mail.receiptText", {
            ...values,
            balance: balanceText(mailContext.balanceMicros + cents * MICROS_PER_CENT, mailContext),
          }),
        }
      : {
          subject: message("mail.declinedSubject", values),
          text: (render: RenderMessage) =>
            message("mail.declinedText", {
              ...values,
              why: render(ending.why),
              nextStep: render(message(triesNextCard ? "mail.declinedNext" : "mail.declinedNone")),
            }),
        };
  return {
    ...ending,
    effects: [
      ...ending.effects,
      ...moneyMails(
        services,
        scope,
        mailContext,
        content,
        `balance/recharges/${recharge}`,
        ending.state === "settled" ? null : "recharge",
      ),
    ],
  };
}

/** Tells the administrators that the balance is low, but a limit on charges prevented the recharge. */
export function limitMails(
  services: MailServices,
  scope: Scope,
  mailContext: MoneyMailContext,
  why: Message,
): Effect[] {
  const values = { account: mailContext.account, balance: balanceText(mailContext.balanceMicros, mailContext) };
  const content = {
    subject: message("mail.limitSubject", values),
    text: (render: RenderMessage) => message("mail.limitText", { ...values, why: render(why) }),
  };
  return moneyMails(services, scope, mailContext, content, "balance", "recharge");
}

/** Tells the administrators that a refund failed after it had been reported as made. */
export function failedRefundMails(
  services: MailServices,
  scope: Scope,
  mailContext: MoneyMailContext,
  refund: ProviderRequest,
): Effect[] {
  const values = { account: mailContext.account, card: refund.data.subject, sum: refundDataOf(refund).sum };
  const content = {
    subject: message("mail.refundFailedSubject", values),
    text: message("mail.refundFailedText", values),
  };
  return moneyMails(services, scope, mailContext, content);
}

/** Tells the administrators that a declined charge was paid after all, perhaps in addition to another card's. */
export function reversedDeclineMails(
  services: MailServices,
  scope: Scope,
  mailContext: MoneyMailContext,
  request: ProviderRequest,
): Effect[] {
  const { sum, recharge } = chargeDataOf(request);
  const values = { account: mailContext.account, card: request.data.subject, sum };
  const content = {
    subject: message("mail.chargedTwiceSubject", values),
    text: message("mail.chargedTwiceText", values),
  };
  return moneyMails(services, scope, mailContext, content, `balance/recharges/${recharge}`);
}
