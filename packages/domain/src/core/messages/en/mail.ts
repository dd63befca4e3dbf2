export const mail = {
  "mail.graceSubject": "{account}: {count} not renewed, the balance is below zero",
  "mail.graceText":
    "The available balance of {payer} is below zero, so {count} of {account} could not be renewed: {numbers}. Calls are not connected until the balance is topped up. Otherwise the numbers are kept until {until:moment} and then held.",
  "mail.heldSubject": "{account}: {count} on hold, the renewal was not paid",
  "mail.heldText":
    "The renewal of {count} of {account} was not paid within 7 days: {numbers}. They are held until {until:moment}. They come back automatically when the balance of {payer} is no longer below zero. After that day they are released to the carrier.",
  "mail.endingSubject": "{account}: the card {card} expires soon",
  "mail.endingText":
    "The card {card} of {account} expires {end}, in {days}. {role} Add a new card, or enter this one again once the bank has renewed it.",
  "mail.endingPrimary": "It is the primary card: recharges charge it first.",
  "mail.endingBackup": "It is the backup, which is tried if the primary card is declined.",
  "mail.endingRest": "It is tried if the primary and the backup are declined.",
  "mail.inviteSubject": "{who} invites you to {account} on Callboard",
  "mail.inviteText":
    "{who} invites you to {account} as {role}. Open this link within 7 days to choose a password and join:",
  "mail.resetSubject": "Choose a new Callboard password",
  "mail.resetText":
    "Somebody, probably you, asked for a new password. Open this link within an hour to choose one. If it wasn’t you, ignore this email.",
  "mail.passwordSubject": "Your Callboard password was changed",
  "mail.passwordText":
    "Your password was changed and all other devices were signed out. If it wasn’t you, ask for a new password now:",
  "mail.code": "If the page asks for a code: {code}",
  "mail.zone": "Days and times are in {zone}.",
  "mail.foot": "Sent by Callboard, which looks after your phone system’s account.",
  "mail.receiptSubject": "{account}: {sum} paid by {card}",
  "mail.receiptText": "{card} paid {sum} to the available balance of {account}. The balance is now {balance}.",
  "mail.declinedSubject": "{account}: {card} was declined",
  "mail.declinedText": "{card} of {account} was charged {sum} and declined. {why} {nextStep}",
  "mail.declinedNext": "The next card was tried immediately.",
  "mail.declinedNone": "No other card could be tried. Below 0.00 calls are not connected.",
  "mail.limitSubject": "{account}: a recharge limit was reached",
  "mail.limitText":
    "The available balance of {account} is {balance}, below its threshold, and was not recharged: {why} Top up manually or raise the limit; below 0.00 calls are not connected.",
  "mail.lowSubject": "{account}: the balance is low",
  "mail.lowText":
    "The available balance of {account} is {balance}, below {line}, and automatic recharge is off. Top up, or switch automatic recharge on; below 0.00 calls are not connected.",
  "mail.balanceNegativeSubject": "{account}: calls are not connected",
  "mail.balanceNegativeText":
    "The available balance of {account} is {balance}. Below 0.00 calls are not connected and numbers do not swap; numbers due for renewal wait for 7 days. Everything comes back automatically once the balance is topped up.",
  "mail.refundFailedSubject": "{account}: a refund failed",
  "mail.refundFailedText":
    "The bank rejected the refund of {sum} for {card} of {account}. The amount is on the balance again. Tell Callboard how you want to receive it.",
  "mail.chargedTwiceSubject": "{account}: a declined card was charged after all",
  "mail.chargedTwiceText":
    "{card} of {account} was declined first, but charged {sum} after all. The amount is on the balance. If another card paid too, a refund is proposed: write to Callboard.",
  "mail.unsubscribe": "You receive this because {account} sends you its statements. To unsubscribe:",
  "mail.statementSubject": "{account}: statement for {period}",
  "mail.statementText": "The statement of {account} for {period} is attached as a PDF.",
} as const;
