/** Texts of what continues after a person is removed: keys, invitations, statements, runs. */
export const ownedItems = {
  title: "Keep",
  explanation: "These continue in {name}’s name or at their address. Anything you don’t select ends.",
  whatStays:
    "These continue in {name}’s name or at their address, but the new role doesn’t allow them. Anything you don’t select ends; an API key keeps only what the role allows.",
  loading: "Checking what runs in their name",
  key: "API key {name}",
  keyHint: "If kept, it continues in your name, with your permissions at most.",
  invitation: "Invitation for {email} as {role}",
  invitationHint: "If kept, it continues in your name.",
  schedule: "Statements {cadence}",
  scheduleHint: "If kept, they still get them by email.",
  scheduleAlone: "There are no other recipients: if not selected, the schedule is paused.",
  run: "{title} is paused until somebody resumes it.",
  mail: "One email to them is still waiting and won’t be sent.",
  mails: "{mails} emails to them are still waiting and won’t be sent.",
} as const;
