import { create, type Effect, remove, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import type { ReceiverData } from "./schema.ts";
import { checkNoDependents, type Dependents } from "../core/dependents.ts";

/** Adds a receiving number. The store's unique keys reject one that already exists. */
export const addReceiver = (account: string, id: string, data: ReceiverData): Effect[] => [
  create(account, "receiver", id, data, { action: message("tracking.didAddReceiver", { name: data.name }) }),
];

export function changeReceiver(receiver: Doc<ReceiverData>, version: number | undefined, data: ReceiverData): Effect[] {
  checkVersion(receiver, version);
  const { e164, name } = receiver.data;
  if (e164 === data.e164 && name === data.name) return [];
  return [save("receiver", receiver, data, { action: message("tracking.didChangeReceiver", { name: data.name }) })];
}

/** Throws while a number or queue uses it: callers would reach nobody. */
export function removeReceiver(receiver: Doc<ReceiverData>, version: number, uses: readonly Dependents[]): Effect[] {
  checkVersion(receiver, version);
  checkNoDependents(receiver.data.name, uses);
  return [
    remove("receiver", receiver, { action: message("tracking.didRemoveReceiver", { name: receiver.data.name }) }),
  ];
}

function checkVersion(receiver: Doc<ReceiverData>, version: number | undefined): void {
  if (version !== undefined && version !== receiver.version)
    fail("conflict", "record.changedMeanwhile", { name: receiver.data.name, version: receiver.version }, "version");
}
