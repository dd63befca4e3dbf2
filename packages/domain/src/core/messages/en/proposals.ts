/** Proposals and their confirmation. */
export const proposals = {
  "proposals.notRestored": "A proposal can’t be restored. Create a new one.",
  "proposals.expired": "This proposal is more than 30 minutes old. Create a new one to see the current state.",
  "proposals.closed": "This proposal was already {state}.",
  "proposals.changed": "Something has changed since this was proposed: {what}. Review it again, then confirm.",
  "proposals.nameNeeded": "Type {name} to confirm: something here can’t be undone.",
  "proposals.nothing": "Nothing to change: everything is already like this.",
  "proposals.didMake": "proposed: {title}",
  "proposals.didConfirm": "confirmed: {title}",
  "proposals.didDiscard": "discarded: {title}",
} as const;
