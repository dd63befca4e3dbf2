/** Words of what somebody leaves behind: keys, invitations, statements, runs. */
export const ownedItems = {
  title: "Keep on purpose",
  what: "This goes on in {name}’s name or to their address. Whatever you leave unticked ends.",
  whatStays:
    "This goes on in {name}’s name or to their address, and the new role does not allow it. Whatever you leave unticked ends; an API key then does only what the role allows.",
  loading: "Looking for what goes on in their name",
  key: "API key {name}",
  keyHint: "Kept, it goes on in your name, with no more than you may do.",
  invitation: "Invitation of {email} as {role}",
  invitationHint: "Kept, it goes on in your name.",
  schedule: "Statements {rhythm}",
  scheduleHint: "Kept, they still get them by mail.",
  scheduleAlone: "Nobody else gets them: left unticked, the schedule is paused.",
  run: "{title} stands still until somebody resumes it.",
  mail: "One mail to them has not left yet and is not sent.",
  mails: "{mails} mails to them have not left yet and are not sent.",
} as const;
