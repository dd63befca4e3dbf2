/** Loaded with its view, which most people never see. */
export const popupBalance = {
  balance: "Available balance",
  paidBy: "Paid by {agency}",
} as const;
