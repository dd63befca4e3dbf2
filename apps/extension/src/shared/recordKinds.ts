import type { Kind } from "../data/liveResource.ts";

/** Settings that people edit: the change history shows these by default. */
export const SETTINGS_KINDS: readonly Kind[] = [
  "account",
  "terms",
  "lifecycle",
  "member",
  "invitation",
  "apiKey",
  "status",
  "plannedStatus",
  "number",
  "source",
  "trackingCode",
  "receiver",
  "preset",
  "queue",
  "correction",
  "pin",
  "card",
  "wallet",
  "rechargeSettings",
  "statementSchedule",
];
/** Records that change all day without anybody editing settings: the change history hides these by default. */
export const ACTIVITY_KINDS: readonly Kind[] = [
  "agent",
  "phone",
  "call",
  "run",
  "providerRequest",
  "charge",
  "recharge",
  "subscription",
  "proposal",
];
