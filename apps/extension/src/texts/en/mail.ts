/** Texts of the mails that the account sent. */
export const mail = {
  title: "Outbox",
  loading: "Loading the emails",
  keeps:
    "No mail server is set, so emails stay here. Pass on their links yourself; a used or expired link ends in “…”.",
  sends: "This account’s emails, as sent to the mail server.",
  caption: "Emails, newest first",
  empty: "No emails yet. Invitations and warnings appear here.",
  invite: "Invite a person",
  to: "To",
  subject: "Subject",
  at: "Created",
  state: "State",
  states: { outbox: "kept here", waiting: "on its way", sent: "sent", failed: "failed" },
  closeMail: "Close",
  failedWhy: "The mail server refused it: {error}",
} as const;
