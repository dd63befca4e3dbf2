/** Receiving numbers. */
export const receivers = {
  "receivers.receiverTaken": "This receiving number is already in the list.",
  "receivers.receiverUnknown": "There is no such receiving number in this account. Choose one from the list.",
  "receivers.didAddReceiver": "added the receiving number {name}",
  "receivers.didChangeReceiver": "changed the receiving number {name}",
  "receivers.didRemoveReceiver": "removed the receiving number {name}",
} as const;
