export const statements = {
  "statements.noDay": "There is no such day.",
  "statements.periodOdd": "The last day lies before the first one.",
  "statements.periodLong": "A statement covers at most {days} days.",
  "statements.periodAhead": "This period has not begun yet.",
  "statements.noPayment": "There is no card payment with this number.",
} as const;
