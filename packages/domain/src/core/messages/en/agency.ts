/** Sub-accounts and their agency. */
export const agency = {
  "agency.detachTitle": "{name} as a standalone account on {plan}",
  "agency.detachAction": "Keep this account",
  "agency.detachLine":
    "{name} is detached from {agency} and becomes a standalone account on {plan}, paying from its own balance",
  "agency.agencyEnds": "{agency} is canceled: it stays readable and exportable, and its subscription ends",
  "agency.agencyNumbers":
    "{plan} allows {limit|number|numbers} and the agency has {count} of its own. Release some first.",
  "agency.joins": "{who:person} becomes an administrator of {name}",
  "agency.subscriptionRefund": "The subscription of {agency} until {until:day}, refunded",
  "agency.balanceTransfer": "Balance moved from {agency}",
  "agency.cardMoved": "{card} moves to {name}",
  "agency.ownCards": "{name} has its own cards and keeps them; the agency’s cards stay with the canceled agency",
  "agency.pays": "Subscription that {name} pays from now on",
  "agency.didDetach": "detached the account from {agency}",
  "agency.didEndAgency": "canceled the agency and kept {name} as a standalone account",
  "agency.didMoveCard": "moved {card} to {name}",
  "agency.notOne":
    "{plan} has no sub-accounts. Exactly one can be kept as a standalone account; these are still active: {accounts}.",
} as const;
