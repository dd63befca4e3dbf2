export const statements = {
  "statements.noDay": "There is no such day.",
  "statements.periodOdd": "The last day lies before the first one.",
  "statements.periodLong": "A statement covers at most {days} days.",
  "statements.periodAhead": "This period has not begun yet.",
  "statements.noPayment": "There is no card payment with this number.",
  "statements.noRecipient": "Name at least one recipient.",
  "statements.oddRecipient": "“{address}” is no mail address. It should look like name@example.com.",
  "statements.noPaper": "This statement was not sent from here.",
  "statements.tooMany": "At most {most} statements are mailed in a day.",
  "mail.statementSubject": "{account}: statement for {period}",
  "mail.statementText": "The statement of {account} for {period} is attached as a PDF.",
} as const;
