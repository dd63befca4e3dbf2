import {
  alertKey,
  choosePlaces,
  hasMail,
  NO_CHOICES,
  placesOf,
  snooze,
  snoozedUntil,
} from "@callboard/domain/alerts/choices";
import { AlertPlacesInput, type AlertChoices, SnoozeInput } from "@callboard/domain/alerts/schema";
import { ALERT_KINDS, ALERT_RULES, type AlertKind } from "@callboard/domain/alerts/types";
import { create, save } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import { type Message, message } from "@callboard/domain/core/message";
import { may } from "@callboard/domain/core/permissions";
import { kindOf } from "@callboard/domain/core/records";
import type { Instant } from "@callboard/domain/core/time";
import { accountProcedure, router } from "../../rpc/procedures.ts";
import { commit, read } from "../../store/commit.ts";
import { messageRenderer } from "../../store/messageText.ts";
import { findOptional, findOrRemoved } from "../../store/queries.ts";
import { type Scope, scopeWithin } from "../../store/scope.ts";
import { readCurrentAlerts } from "./currentAlerts.ts";

/** Choices belong to the person: they are stored under the person's id instead of an account's. */
const ownScope = (scope: Scope): Scope => scopeWithin(scope, scope.actor.id);
const choicesQuery = (scope: Scope) => ({ stored: findOrRemoved("alertChoices", scope.account) });

/** What needs a person in an account, where they are alerted, and what they snoozed. */
export const alerts = router({
  /** The urgent first; snoozed ones too. `places`: where the caller is alerted, for each kind that they may see. */
  list: accountProcedure("use the account").query(async ({ ctx: { scope, context } }) => {
    if (scope.asOf !== undefined) fail("conflict", "alerts.onlyNow");
    const { alerts, changesAt } = await readCurrentAlerts(scope, context);
    const { stored } = await read(ownScope(scope), choicesQuery(scope));
    const choices = stored?.data ?? NO_CHOICES;
    const getsMails = await readGetsMails(scope);
    const shownPlaces = (kind: AlertKind) =>
      placesOf(choices, kind).filter((place) => place !== "mail" || hasMail(kind, getsMails));
    const text = messageRenderer(scope, context.zone);
    const shown = alerts.map(({ sentence, detail, ...alert }) => {
      const key = alertKey(alert);
      return {
        ...alert,
        key,
        sentence: text(sentence),
        detail: detail && text(detail),
        places: shownPlaces(alert.kind),
        snoozedUntil: snoozedUntil(choices, key, scope.now),
      };
    });
    const changes = [changesAt, ...shown.map((alert) => alert.snoozedUntil)].filter((at) => at !== null);
    return {
      alerts: shown,
      kinds: ALERT_KINDS.filter((kind) => may(scope.membership, ALERT_RULES[kind].permission)).map((kind) => ({
        kind,
        places: shownPlaces(kind),
        hasMail: hasMail(kind, getsMails),
      })),
      changesAt: changes.length === 0 ? null : Math.min(...(changes as Instant[])),
      now: scope.now,
    };
  }),

  /** Hides an alert until an instant, at most 31 days ahead, or shows it again; for the caller only. */
  snooze: accountProcedure("use the account")
    .input(SnoozeInput)
    .mutation(({ ctx: { scope }, input: { alert, until } }) =>
      saveChoices(scope, message("alerts.didSnooze"), (choices, now) => snooze(choices, alert, until, now)),
    ),

  /** Chooses where alerts of a kind are shown; for the caller only. */
  setPlaces: accountProcedure("use the account")
    .input(AlertPlacesInput)
    .mutation(async ({ ctx: { scope }, input: { kind, places } }) => {
      const getsMails = await readGetsMails(scope);
      return saveChoices(scope, message("alerts.didChoose"), (choices) =>
        choosePlaces(choices, kind, places, getsMails),
      );
    }),
});

/** Mails go to the account's own administrators, not to those of its agency. */
async function readGetsMails(scope: Scope): Promise<boolean> {
  const { member } = await read(scope, { member: findOptional("member", scope.actor.id) });
  return member !== null && kindOf("member").indexes!.administers!(member.data) !== null;
}

const saveChoices = (
  scope: Scope,
  action: Message,
  change: (choices: AlertChoices, now: Instant) => AlertChoices,
): Promise<unknown> =>
  commit(ownScope(scope), choicesQuery(scope), ({ stored }, { now }) => {
    const data = change(stored?.data ?? NO_CHOICES, now);
    return [
      stored
        ? save("alertChoices", stored, data, { action })
        : create(scope.actor.id, "alertChoices", scope.account, data, { action }),
    ];
  });
