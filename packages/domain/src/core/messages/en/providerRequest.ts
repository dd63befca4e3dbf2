export const providerRequest = {
  "errands.makerLost": "Whoever ordered it may no longer do so. Nothing was ordered, and nothing was paid.",
  "errands.notRestored": "An order is a fact and is not restored.",
  "errands.notUnknown": "Only an order without a clear answer can be asked about again. Look at it anew.",
  "errands.digitsOdd": "{field} takes digits only, such as an area code.",
  "errands.waits": "Waits to be sent.",
  "errands.sent": "Sent at {at:moment}; the answer has not come yet.",
  "errands.busy": "Too much is going on there: nothing was taken up. It is tried again at {next:moment}.",
  "errands.unheard": "It never arrived there, so nothing was done. It is sent again at {next:moment}.",
  "errands.neverTaken":
    "It could not be placed for a whole day and was given up. Nothing was done, and nothing was paid.",
  "errands.silent":
    "No answer came in time, so it may have been done or not. It is asked about again at {next:moment}, and not done a second time.",
  "errands.lost":
    "The line broke before the answer, so it may have been done or not. It is asked about again at {next:moment}, and not done a second time.",
  "errands.broken":
    "Something failed there, so it may have been done or not. It is asked about again at {next:moment}, and not done a second time.",
  "errands.unreadable":
    "The answer could not be understood, so it may have been done or not. It is asked about again at {next:moment}, and not done a second time.",
  "errands.pending": "It is still being worked on there. It is asked about again at {next:moment}.",
  "errands.stillUnknown":
    "For a whole day no clear answer came, so it may have been done or not. It is asked about once a day, next at {next:moment}; an administrator can ask at any time.",
  "errands.askedAgain": "It is being asked about again now.",
  "errands.carrierSilent": "The carrier does not answer right now. Nothing was changed; please try again in a moment.",

  "errands.ownAlready": "{number} is in the list already.",
  "errands.orderOpen": "There is an open order about {number}. Wait for its end.",
  "errands.unavailable": "This number is no longer to be had. Choose another one.",
  "errands.unpaid":
    "The available balance does not cover the first month of {number} ({fee}), with what is on its way out already. Add funds first.",
  "errands.bought": "{number} was bought and {fee} paid for the first month. It renews on {renews:moment}.",
  "errands.firstMonth": "First month of {number}",
  "errands.tooLate": "{number} came into use here while the order was open, so it is given back. Nothing was paid.",
  "errands.canceledMeanwhile":
    "The account was canceled while the order was open, so {number} is given back. Nothing was paid.",
  "errands.addressNeeded":
    "The carrier asks for an address on file for numbers of this kind, and there is none. Nothing was bought, and nothing was paid.",
  "errands.gone":
    "The carrier no longer has the number: somebody else was faster. Nothing was bought, and nothing was paid.",
  "errands.keeps": "The carrier does not take the number back now: its first term is not over. It stays as it was.",
  "errands.keepsYet":
    "The carrier does not take {number} back yet, for example because its first term is not over. It is asked again at {next:moment}.",
  "errands.refused": "The carrier refused without saying why. Nothing was changed, and nothing was paid.",
  "errands.cannotRelease-porting":
    "{number} is on its way between carriers and cannot be released until it has arrived.",
  "errands.cannotRelease-held": "{number} is held for this account and cannot be released until the hold ends.",
  "errands.cannotRelease-forwarded": "{number} is forwarded for this account and cannot be released until that ends.",
  "errands.cannotRelease-releasing": "{number} is being released already.",
  "errands.releasedAlready":
    "{number} was released and cannot be brought back. It can be bought anew as long as the carrier has it.",
  "errands.released":
    "{number} was released. It cannot be brought back, but bought anew as long as the carrier has it. A started month is not refunded.",
  "errands.gaveBack": "{number} was given back to the carrier.",

  "errands.didWant": "placed an order: {what} {about}",
  "errands.did-intent": "put the order about {about} back to be sent again",
  "errands.did-sent": "sent the order about {about}",
  "errands.did-unknown": "found no clear answer about {about}",
  "errands.did-settled": "settled the order about {about}",
  "errands.did-declined": "closed the order about {about} without it being done",
  "errands.didAskAgain": "asked again about {about}",
  "errands.didBuy": "bought {number}",
  "errands.didRelease": "began to release {number}",
  "errands.didGiveBack": "released {number}",
  "errands.didKeep": "kept {number}: the carrier did not take it back",
} as const;
