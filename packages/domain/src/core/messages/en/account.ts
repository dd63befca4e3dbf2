export const account = {
  "account.planWithoutSubAccounts": "{plan} has no sub-accounts. Change to Advanced first.",
  "account.oneLevel": "A sub-account can’t have sub-accounts. Open it from the agency.",
  "account.notInAgency": "That account no longer belongs to the agency.",
  "account.noAgencyToPay": "Only a sub-account can draw on an agency’s balance.",
  "account.openingBalanceUnpaid":
    "{agency} has {available} available. Choose an opening balance up to that, or top up the agency first.",
  "account.openingBalanceUnused":
    "The agency pays for this account, so it needs no opening balance. Leave it out, or let the account pay for itself.",
  "account.idleTakesCalls": "{status} takes calls. Choose a status that doesn’t for the idle rule.",
  "account.ownerOnly": "Only the owner can transfer ownership.",
  "account.ownerFrozen": "This person is beyond the plan and frozen. Choose again what to keep under Plan first.",
  "account.ownerMustAdminister": "The new owner must be an administrator of this account.",
  "account.notRestored": "An account can’t be restored: that could undo a cancellation. Edit the settings instead.",
  "account.didOpen": "opened the account {name}",
  "account.didSave": "saved the account settings",
  "account.didTransfer": "transferred ownership to {who:person}",
} as const;
