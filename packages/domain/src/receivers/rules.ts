import { create, type Effect, remove, save } from "../core/effect.ts";
import { message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import type { ReceiverData } from "./schema.ts";
import { checkNoDependents, type Dependents } from "../core/dependents.ts";
import { checkVersion } from "../core/version.ts";

/** Adds a receiving number. The store's unique keys reject one that already exists. */
export const addReceiver = (account: string, id: string, data: ReceiverData): Effect[] => [
  create(account, "receiver", id, data, { action: message("receivers.didAddReceiver", { name: data.name }) }),
];

export function changeReceiver(receiver: Doc<ReceiverData>, version: number | undefined, data: ReceiverData): Effect[] {
  checkVersion(receiver, version, receiver.data.name);
  const { e164, name } = receiver.data;
  if (e164 === data.e164 && name === data.name) return [];
  return [save("receiver", receiver, data, { action: message("receivers.didChangeReceiver", { name: data.name }) })];
}

/** Throws while a number or queue uses it: callers would reach nobody. */
export function removeReceiver(
  receiver: Doc<ReceiverData>,
  version: number,
  dependents: readonly Dependents[],
): Effect[] {
  checkVersion(receiver, version, receiver.data.name);
  checkNoDependents(receiver.data.name, dependents);
  return [
    remove("receiver", receiver, { action: message("receivers.didRemoveReceiver", { name: receiver.data.name }) }),
  ];
}
