export const mail = {
  "mail.inviteSubject": "{who} invites you to {account} on Callboard",
  "mail.inviteText":
    "{who} invites you to {account} as {role}. Open this link within 7 days to choose a password and join:",
  "mail.resetSubject": "Choose a new Callboard password",
  "mail.resetText":
    "Somebody, probably you, asked for a new password. Open this link within an hour to choose one. If it was not you, do nothing.",
  "mail.passwordSubject": "Your Callboard password was changed",
  "mail.passwordText":
    "Your password was changed and all other devices were signed out. If it was not you, ask for a new password at once:",
  "mail.code": "If the page asks for a code: {code}",
  "upkeep.didRename": "gave {name} a name that can be seen and told from others",
  "upkeep.didReadAddresses": "wrote mail addresses as mail is sent to them",
  "mail.zone": "Days and times are those of {zone}.",
  "mail.foot": "Sent by Callboard, the account maintenance of your phone system.",
} as const;
