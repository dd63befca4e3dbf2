/** Words of the mails that the account sent. */
export const mail = {
  title: "Outbox",
  loading: "Loading the mails",
  keeps:
    "No mail server is set, so mails stay here. Pass their links on yourself; one that was used or has expired ends in “…”.",
  sends: "Mails of this account, as the mail server took them.",
  caption: "Mails, the newest first",
  empty: "No mail yet. Invitations and warnings appear here.",
  invite: "Invite a person",
  to: "To",
  subject: "Subject",
  at: "Written",
  state: "State",
  states: { outbox: "kept here", waiting: "on its way", sent: "sent", failed: "failed" },
  closeMail: "Close",
  failedWhy: "The mail server refused it: {error}",
} as const;
