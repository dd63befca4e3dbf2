export const queues = {
  "queues.nameTaken": "A call queue with this name exists already. Choose another name.",
  "queues.dateOdd": "{field} is not a date. Write it as year-month-day, such as 2026-12-25.",
} as const;
