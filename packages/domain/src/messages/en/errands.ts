export const errands = {
  "errands.notRestored": "An order is a fact and is not restored.",
} as const;
