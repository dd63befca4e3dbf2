import { apiKeyKind, invitationKind, memberKind } from "../access/schema.ts";
import { accountKind, lifecycleKind, termsKind } from "../account/schema.ts";
import { phoneKind } from "../agents/phoneSchema.ts";
import { plannedStatusKind } from "../agents/plannedSchema.ts";
import { agentKind, statusKind } from "../agents/schema.ts";
import { alertChoicesKind } from "../alerts/schema.ts";
import { callKind } from "../calls/schema.ts";
import { cardKind, walletKind } from "../cards/schema.ts";
import { chargeKind, providerRequestKind } from "./provider-request/providerRequestSchema.ts";
import { readMarkerKind, pinKind } from "../history/schema.ts";
import { preferencesKind } from "../preferences/schema.ts";
import { presetKind } from "../presets/schema.ts";
import { proposalKind } from "../proposals/schema.ts";
import { queueKind } from "../queues/schema.ts";
import { correctionKind } from "../reports/correctionSchema.ts";
import { rechargeKind, rechargeSettingsKind } from "../balance/rechargeSchema.ts";
import type { Kind } from "./record.ts";
import { runKind } from "../runs/schema.ts";
import { statementScheduleKind } from "../statements/scheduleSchema.ts";
import { subscriptionKind } from "../balance/subscriptionSchema.ts";
import { sourceKind } from "../sources/schema.ts";
import { trackingCodeKind } from "../sources/trackingCodeSchema.ts";
import { numberKind } from "../numbers/schema.ts";
import { receiverKind } from "../receivers/schema.ts";

/** The list of all versioned kinds. A line here adds history, comparison, as-of, the feed and the contract tests. */
export const KINDS = {
  account: accountKind,
  terms: termsKind,
  lifecycle: lifecycleKind,
  subscription: subscriptionKind,
  card: cardKind,
  wallet: walletKind,
  member: memberKind,
  invitation: invitationKind,
  apiKey: apiKeyKind,
  status: statusKind,
  agent: agentKind,
  phone: phoneKind,
  plannedStatus: plannedStatusKind,
  call: callKind,
  correction: correctionKind,
  preferences: preferencesKind,
  number: numberKind,
  source: sourceKind,
  trackingCode: trackingCodeKind,
  receiver: receiverKind,
  queue: queueKind,
  preset: presetKind,
  providerRequest: providerRequestKind,
  charge: chargeKind,
  recharge: rechargeKind,
  rechargeSettings: rechargeSettingsKind,
  statementSchedule: statementScheduleKind,
  run: runKind,
  proposal: proposalKind,
  pin: pinKind,
  readMarker: readMarkerKind,
  alertChoices: alertChoicesKind,
};

export type KindName = keyof typeof KINDS;
export type DataOf<K extends KindName> = (typeof KINDS)[K] extends Kind<string, infer D> ? D : never;

export const kindOf = <K extends KindName>(name: K): Kind<string, DataOf<K>> =>
  KINDS[name] as unknown as Kind<string, DataOf<K>>;

/** A kind's declaration when its name is only known at run time. */
export const anyKind = (name: KindName): Kind => KINDS[name] as unknown as Kind;
