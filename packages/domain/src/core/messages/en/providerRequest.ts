export const providerRequest = {
  "providerRequest.notRestored": "An order can’t be restored.",
  "providerRequest.notUnknown": "Only an order without a clear answer can be checked again. Reload it.",
  "providerRequest.waits": "Waiting to be sent.",
  "providerRequest.sent": "Sent at {at:moment}; no answer yet.",
  "providerRequest.busy": "The carrier was busy and did nothing. The next attempt is at {next:moment}.",
  "providerRequest.notReceived": "The order didn’t arrive, so nothing was done. It is sent again at {next:moment}.",
  "providerRequest.requesterLostPermission":
    "The person who ordered it may no longer do so. Nothing was ordered, and nothing was paid.",
  "providerRequest.neverTaken":
    "The order could not be placed for a whole day and was given up. Nothing was done, and nothing was paid.",
  "providerRequest.silent":
    "No answer came in time, so it may or may not have been done. It is checked again at {next:moment}, and not done a second time.",
  "providerRequest.lost":
    "The connection was lost before the answer, so it may or may not have been done. It is checked again at {next:moment}, and not done a second time.",
  "providerRequest.broken":
    "Something failed at the carrier, so it may or may not have been done. It is checked again at {next:moment}, and not done a second time.",
  "providerRequest.unreadable":
    "The answer was not understood, so it may or may not have been done. It is checked again at {next:moment}, and not done a second time.",
  "providerRequest.pending": "It is still in progress. It is checked again at {next:moment}.",
  "providerRequest.stillUnknown":
    "There was no clear answer for a whole day, so it may or may not have been done. It is checked once a day, next at {next:moment}; an administrator can check at any time.",
  "providerRequest.checkingAgain": "It is being checked again now.",

  "providerRequest.didRequest": "placed an order: {what} {about}",
  "providerRequest.did-requested": "queued the order for {about} to be sent again",
  "providerRequest.did-sent": "sent the order for {about}",
  "providerRequest.did-unknown": "got no clear answer about {about}",
  "providerRequest.did-settled": "completed the order for {about}",
  "providerRequest.did-declined": "closed the order for {about} as declined",
  "providerRequest.didCheckAgain": "checked {about} again",
} as const;
