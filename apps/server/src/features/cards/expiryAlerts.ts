import { expiringCardsStmt } from "./reads.ts";
import {
  cardName,
  cardsToWarnAbout,
  formatExpiry,
  type ExpiryWarning,
  EXPIRY_WARNING_DAYS,
  markWarned,
} from "@callboard/domain/cards/rules";
import { en } from "@callboard/domain/core/messages/en";
import { message, render } from "@callboard/domain/core/message";
import { DAY } from "@callboard/domain/core/time";
import { BILLING_ACTOR } from "@callboard/domain/balance/usage";
import { consoleLink } from "../../integrations/mail/consoleLink.ts";
import { findAdministrators } from "../../store/reads/administrators.ts";
import { mailEffects } from "../../integrations/mail/composeMail.ts";
import { findOne, findAll } from "../../store/queries.ts";
import type { Scope } from "../../store/scope.ts";
import { systemScope } from "../../store/systemScope.ts";
import { commit } from "../../store/commit.ts";
import type { Services } from "../../services.ts";
import { localeIn, DEFAULT_LOCALE } from "../../store/locale.ts";

/**
 * Alerts every administrator 30, 7 and 1 days before a card expires, once for each; for backups and the cards after
 * them too.
 */
export async function sendExpiryAlerts(services: Services, isStopped: () => boolean = () => false): Promise<number> {
  const now = services.now();
  // The index is in UTC, and no time zone differs from it by a day.
  const [rows] = await services.db.read([expiringCardsStmt(now - DAY, now + (EXPIRY_WARNING_DAYS[0] + 1) * DAY)]);
  let warnings = 0;
  for (const { account } of rows!) if (!isStopped()) warnings += await sendExpiryAlertsIn(services, account);
  return warnings;
}

function sendExpiryAlertsIn(services: Services, account: string): Promise<number> {
  const scope: Scope = { ...systemScope(services, account, BILLING_ACTOR), priority: "low" };
  const queries = {
    account: findOne("account", account),
    wallet: findOne("wallet", account),
    cards: findAll("card"),
    administrators: findAdministrators([account]),
  };
  return commit<typeof queries, number>(
    scope,
    queries,
    ({ account: settings, wallet, cards, administrators }, { now }) => {
      const warnings = cardsToWarnAbout(wallet.data, cards, now, settings.data.zone);
      const mails = warnings.flatMap((warning) =>
        administrators
          .filter(({ acceptsMail }) => acceptsMail("card"))
          .flatMap(({ to, zone }) =>
            mailEffects(services, scope, { ...expiryMail(services, warning, settings.data.name, to), zone }),
          ),
      );
      return {
        effects: [...warnings.map((warning) => markWarned(warning, BILLING_ACTOR)), ...mails],
        answer: warnings.length,
      };
    },
  );
}

function expiryMail({ publicUrl }: Services, warning: ExpiryWarning, account: string, to: string) {
  const { data } = warning.card;
  const role = message(
    warning.isPrimary ? "mail.endingPrimary" : warning.isBackup ? "mail.endingBackup" : "mail.endingRest",
  );
  const values = {
    account,
    card: cardName(data),
    end: formatExpiry(data),
    days: warning.daysLeft === 1 ? "1 day" : `${warning.daysLeft} days`,
  };
  return {
    account: warning.card.account,
    to,
    subject: message("mail.endingSubject", values),
    text: message("mail.endingText", { ...values, role: render(en, role, localeIn(DEFAULT_LOCALE, "UTC")) }),
    link: consoleLink(publicUrl, warning.card.account, "cards"),
  };
}
