/** Beside its view, which most people never see. */
export const popupBalance = {
  balance: "Available balance",
  paidBy: "Paid by {agency}",
  balanceLow: "Calls are not connected: the balance is below zero.",
  agencyLow: "Calls are not connected: {agency} has no balance left.",
} as const;
