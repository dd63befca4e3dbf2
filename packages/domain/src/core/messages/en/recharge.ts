export const recharge = {
  "balance.rechargeSimulation.pays": "{card} would pay {sum}.",
  "balance.rechargeSimulation.off": "Nothing would be charged: automatic recharge is off.",
  "balance.rechargeSimulation.noCard": "Nothing would be charged: there is no card.",
  "balance.rechargeSimulation.cap": "Nothing would be charged: {sum} is more than is left of the monthly cap of {max}.",
  "balance.rechargeSimulation.perCharge":
    "Nothing would be charged: filling the balance takes {sum}, more than the {max} allowed per charge.",
  "balance.rechargeSimulation.perDay":
    "Nothing would be charged: {sum} is more than is left of the {max} allowed per day.",
  "balance.rechargeSimulation.hour":
    "Nothing would be charged now: the cards were charged {times} times within the hour.",
  "balance.rechargeSimulation.noneLeft":
    "Nothing would be charged: no card is left. Below 0.00 calls are not connected.",
  "balance.recharge.consent":
    "When the available balance falls below {threshold}, Callboard may charge this account’s cards, the primary first, up to a balance of {target}: at most {perCharge} per charge and {perDay} per day.",
  "balance.recharge.consentCapped":
    "When the available balance falls below {threshold}, Callboard may charge this account’s cards, the primary first, up to a balance of {target}: at most {perCharge} per charge, {perDay} per day and {cap} per month.",
  "balance.recharge.settingsNotRestored":
    "Old recharge settings can’t be restored: they need your consent. Set them again.",
  "balance.recharge.notRestored": "A recharge can’t be restored.",
  "balance.recharge.changedMeanwhile":
    "Somebody else changed the recharge settings in the meantime. Review them, then save again.",
  "balance.recharge.targetLow": "The target must be at least {least}: the plan has a minimum recharge.",
  "balance.recharge.capLow": "The cap must be at least {least}, or no recharge fits into a month.",
  "balance.recharge.perChargeLow": "The limit per charge must be at least {least}, which fills an empty balance.",
  "balance.recharge.perDayLow": "The limit per day must be at least the limit per charge: {least}.",
  "balance.recharge.consentNeeded": "Agree to the charges first.",
  "balance.recharge.noCardToSwitchOn": "There is no card to charge. Add one first.",
  "balance.recharge.inFlight": "A card is being charged for this account. Wait until that is done.",
  "balance.recharge.cardExpired":
    "{card} has expired. Choose another card, or enter it again once the bank has renewed it.",
  "balance.recharge.topUpSmall": "A top-up must be at least 1.00.",
  "balance.recharge.topUpLarge": "A top-up can be at most 10,000.00.",
  "balance.recharge.missing": "There is no such recharge.",
  "balance.recharge.charging": "Charging {card} {sum}.",
  "balance.recharge.settled": "{card} paid {sum}.",
  "balance.recharge.noCard": "There is no card to charge. Add one.",
  "balance.recharge.allDeclined": "No card can be charged now. The next attempt with {card} is at {next:moment}.",
  "balance.recharge.allDeclinedForGood": "No card can be charged any more. Add another one.",
  "balance.recharge.monthlyCapReached":
    "Not enough is left of the monthly cap of {max}. Recharges continue at {next:moment}, when the month is over.",
  "balance.recharge.aboveChargeLimit":
    "Filling the balance takes {sum}, more than the {max} allowed per charge. Top up manually, or raise that limit.",
  "balance.recharge.dailyLimitReached":
    "Not enough is left of the daily limit of {max}. Recharges continue at {next:moment}, when the day is over.",
  "balance.recharge.tooManyCharges":
    "The cards were charged {times} times within an hour. Recharges continue at {next:moment}.",
  "balance.recharge.recovered": "The balance is no longer below the threshold. Nothing was charged.",
  "balance.recharge.switchedOff": "Automatic recharge is off. Nothing was charged.",
  "balance.recharge.canceled": "The account is canceled. Nothing was charged.",
  "balance.recharge.reversed": "{card} was declined first, but charged {sum} after all. It is on the balance.",
  "balance.recharge.reversedTwice":
    "{card} was declined first, but charged {sum} after all, in addition to the card that paid. Both are on the balance.",
  "balance.recharge.declined": "The bank declined it without a reason.",
  "balance.recharge.funds": "The bank says the card’s account has insufficient funds.",
  "balance.recharge.stolen": "The bank says the card must no longer be used.",
  "balance.recharge.expired": "The bank says the card has expired.",
  "balance.recharge.gone": "The payment provider no longer has this card. Enter it again.",
  "balance.recharge.needsApproval": "The bank wants the cardholder to approve it. Enter the card again to approve it.",
  "balance.recharge.removed": "The card was removed before it was charged.",
  "balance.recharge.didCharge": "started charging {card} {sum}",
  "balance.recharge.didSettle": "charged {card} {sum}",
  "balance.recharge.didFail": "tried {card}, which was declined",
  "balance.recharge.didFailToCharge": "failed to recharge the balance",
  "balance.recharge.didEnd": "ended a recharge without charging",
  "balance.recharge.didReverse": "received {sum} from {card} after a decline",
  "balance.recharge.didNote": "recorded how {card} responded",
  "balance.recharge.didSwitchOn": "switched automatic recharge on",
  "balance.recharge.didSwitchOff": "switched automatic recharge off",
  "balance.recharge.didChange": "changed the recharge settings",
  "balance.refund.notPaid": "This charge was not paid, so there is nothing to refund.",
  "balance.refund.noPayment": "This entry is not a card payment.",
  "balance.refund.already": "This payment was already refunded in full, or the refund is on its way.",
  "balance.refund.tooMuch": "At most {left} of this payment can still be refunded.",
  "balance.refund.notEnoughBalance":
    "The available balance is less than {sum}. Funds that are used or reserved can’t be refunded.",
  "balance.refund.failed":
    "The bank rejected the {sum} for {card}. The amount is on the balance again, and can be refunded again.",
  "balance.refund.didFail": "reported that {card} rejected {sum}",
  "balance.refund.inFlight": "A refund for this account is on its way. Wait until it is done.",
  "balance.refund.done": "{sum} was refunded to {card}.",
  "balance.refund.refused": "The payment provider refused the refund. No money was moved.",
} as const;
