/** Words of the available balance. */
export const balance = {
  title: "Available balance",
  loading: "Loading the balance",
  paidBy: "Paid by {agency}",
  paidByInactive: "Paid by {agency}, whose balance is used up: calls are not connected.",
  active: "Calls are connected.",
  inactive: "Below zero: calls are not connected until the balance is topped up.",
} as const;
