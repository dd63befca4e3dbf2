export const account = {
  "account.planWithoutSubAccounts": "The plan {plan} has no sub-accounts. Change to Advanced first.",
  "account.oneLevel": "A sub-account has no sub-accounts of its own. Open it from the agency.",
  "account.notInAgency": "That account no longer belongs to the agency.",
  "account.noAgencyToPay": "Only a sub-account can draw on an agency’s balance.",
  "account.openingUnpaid":
    "{agency} has {available} available. Open the account with no more than that, or top up the agency first.",
  "account.openingUnused":
    "The agency pays for this account, so it needs no opening balance. Leave it out, or let the account pay for itself.",
  "account.idleTakesCalls": "{status} takes calls. Choose a status that takes none for the idle rule.",
  "account.ownerOnly": "Only the owner can pass ownership on.",
  "account.ownerParked": "This person goes beyond the plan and is parked. Choose who stays under Plan first.",
  "account.ownerMustAdminister": "The new owner must be an administrator of this account.",
  "account.notRestored":
    "An account is not restored as a whole: it could undo a cancellation. Edit the settings instead.",
  "account.didOpen": "opened the account {name}",
  "account.didSave": "saved the account settings",
  "account.didTransfer": "passed ownership to {who:person}",
} as const;
