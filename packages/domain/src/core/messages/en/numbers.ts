/** Tracking numbers. */
export const numbers = {
  "numbers.didRenew": "renewed {number} until {until:moment}",
  "numbers.didFallDue": "kept {number} until {until:moment} without renewal, as the balance is below zero",
  "numbers.didHoldUnpaid": "put {number} on hold until {until:moment}: its renewal was not paid within 7 days",
  "numbers.didReturn": "returned {number} to the account: the balance is no longer below zero",
  "numbers.didStartRelease": "began to release {number}: its renewal was not paid",
  "numbers.didImport": "imported the number {number}",
  "numbers.invalidDigits": "{field} takes digits only, such as an area code.",
  "numbers.carrierSilent": "The carrier isn’t responding. Nothing was changed. Try again in a moment.",

  "numbers.alreadyOwned": "{number} is already in the list.",
  "numbers.orderOpen": "An order for {number} is still open. Wait until it is done.",
  "numbers.unavailable": "This number is no longer available. Choose another one.",
  "numbers.unpaid":
    "The available balance doesn’t cover the first month of {number} ({fee}) and the orders in progress. Add funds first.",
  "numbers.bought": "{number} was bought, and {fee} was paid for the first month. It renews on {renews:moment}.",
  "numbers.firstMonth": "First month of {number}",
  "numbers.arrivedTooLate":
    "{number} was added here while the order was open, so the bought number is released. Nothing was paid.",
  "numbers.canceledMeanwhile":
    "The account was canceled while the order was open, so {number} is released. Nothing was paid.",
  "numbers.addressNeeded":
    "The carrier needs an address on file for this kind of number, and there is none. Nothing was bought, and nothing was paid.",
  "numbers.noLongerAvailable":
    "The carrier no longer has the number: somebody else got it first. Nothing was bought, and nothing was paid.",
  "numbers.releaseDeclined":
    "The carrier can’t release the number yet: its minimum term is not over. Nothing was changed.",
  "numbers.releaseDeferred":
    "The carrier can’t release {number} yet, for example because its minimum term is not over. It is asked again at {next:moment}.",
  "numbers.carrierDeclined": "The carrier declined without a reason. Nothing was changed, and nothing was paid.",
  "numbers.cannotRelease-porting": "{number} is being ported and can’t be released until that is done.",
  "numbers.cannotRelease-held": "{number} is held for this account and can’t be released until the hold ends.",
  "numbers.cannotRelease-forwarded": "{number} is forwarded for this account and can’t be released until that ends.",
  "numbers.cannotRelease-releasing": "{number} is already being released.",
  "numbers.releasedAlready":
    "{number} was released and can’t be brought back. You can buy it again while the carrier has it.",
  "numbers.released":
    "{number} was released. It can’t be brought back, but you can buy it again while the carrier has it. The current month is not refunded.",
  "numbers.returnedToCarrier": "{number} was released to the carrier.",
  "numbers.didBuy": "bought {number}",
  "numbers.didRelease": "began to release {number}",
  "numbers.didReturnToCarrier": "released {number}",
  "numbers.didKeep": "kept {number}: the carrier didn’t release it",
  "numbers.invalidNumber": "{field} is not a phone number. Write it with its country code, such as +1 512 555 0143.",
  "numbers.numberTaken": "This number is already in use. Choose another one.",
  "numbers.numberLetter": "The number contains a letter: “{sign}”. Use digits only, such as +1 512 555 0143.",
  "numbers.numberSign": "The number contains a character that isn’t allowed: “{sign}”. Remove it.",
  "numbers.numberPlus": "The + can only be at the start of the number.",
  "numbers.numberShortened":
    "A spreadsheet shortened this number to {number}. Format its column as text, enter the number there again, and use that.",
  "numbers.numberDecimal":
    "{number} ends like a decimal. If a spreadsheet added the point, format its column as text and enter the number there again.",
  "numbers.moreThanOneNumber": "There is more than one number here. Enter only one.",
  "numbers.numberEmpty": "The number has no digits. Enter it like +1 512 555 0143.",
  "numbers.numberCountry": "No country code starts with +{code}. Check the country code.",
  "numbers.numberShort": "The number is too short: it is little more than a country code.",
  "numbers.numberLong": "The number is too long: numbers have at most {max} digits.",
  "numbers.digitsMissing":
    "The number is {count|digit|digits} short: there are at least {least} after +{code}. Check for missing digits.",
  "numbers.digitsTooMany":
    "The number has {count|digit|digits} too many: there are at most {max} after +{code}. Check for repeated digits.",
  "numbers.digitMissing": "The number is one digit short: there are at least {least} after +{code}.",
  "numbers.digitTooMany": "The number has one digit too many: there are at most {max} after +{code}.",
  "numbers.invalidDigitCount": "The number has {count|digit|digits} after +{code}; it needs {options}.",
  "numbers.numberImpossible": "{number} can’t be a real number. Check its digits.",
  "numbers.numberReleased": "{name} was released. It can be read but not changed.",
  "numbers.boughtStays": "{name} was bought, and the carrier keeps it for the account. Release it instead.",
  "numbers.numberStays": "{name} is {state} and can’t be removed from the list until that ends.",
  "numbers.frozen": "{name} is beyond the plan and frozen. It can be read but not changed.",
  "numbers.didOrder": "moved the tracking source {name}",
  "numbers.didChangeNumber": "changed the tracking number {name}",
  "numbers.didStop": "stopped calls to {name}",
  "numbers.didStopUntil": "stopped calls to {name} until {until:moment}",
  "numbers.didResume": "resumed calls to {name}",
  "numbers.didPause": "paused the tracking code for {name}",
  "numbers.didPauseUntil": "paused the tracking code for {name} until {until:moment}",
  "numbers.didUnpause": "resumed the tracking code for {name}",
  "numbers.bulkEdit.nothing": "Choose what to change.",
  "numbers.bulkEdit.tooMany":
    "You selected {count|number|numbers}. One run can change at most {max}: narrow the list first.",
  "numbers.bulkEdit.none": "No numbers match. Choose others.",
  "numbers.bulkEdit.removedMeanwhile": "Changed: the number was removed.",
  "numbers.bulkEdit.sourceMeanwhile": "Changed: somebody set another tracking source.",
  "numbers.bulkEdit.routeMeanwhile": "Changed: somebody set where its calls go.",
  "numbers.bulkEdit.stoppedMeanwhile": "Changed: somebody stopped or resumed its calls.",
  "numbers.bulkEdit.pausedMeanwhile": "Changed: somebody paused or resumed its tracking code.",
  "numbers.service.active": "Calls connect and the website shows the number",
  "numbers.service.inactive": "The balance is below 0.00: calls are not connected until it is topped up",
  "numbers.service.accountCanceled": "The account is canceled since {since:moment}",
  "numbers.service.account-stopped": "Calls are stopped for the whole account since {since:moment}",
  "numbers.service.account-stopped-until":
    "Calls are stopped for the whole account from {since:moment} until {until:moment}",
  "numbers.service.number-stopped": "Calls to this number are stopped since {since:moment}",
  "numbers.service.number-stopped-until": "Calls to this number are stopped from {since:moment} until {until:moment}",
  "numbers.service.account-paused": "The tracking code is paused for the whole account since {since:moment}",
  "numbers.service.account-paused-until":
    "The tracking code is paused for the whole account from {since:moment} until {until:moment}",
  "numbers.service.number-paused": "The tracking code is paused for this number since {since:moment}",
  "numbers.service.number-paused-until":
    "The tracking code is paused for this number from {since:moment} until {until:moment}",
  "numbers.service.frozenConnects": "Beyond the plan since {since:moment}: calls connect, the website doesn’t show it",
  "numbers.service.frozenSilent": "Beyond the plan since {since:moment}: calls are not connected",
  "numbers.service.held": "Held for this account until {until:moment}",
  "numbers.service.forwarded": "Forwarded until {until:moment}, while prepaid minutes last",
  "numbers.service.forwardingEnded": "Forwarding started at {since:moment} and has ended, so the number was released",
  "numbers.service.holdEnded": "The hold ended at {until:moment}, so the number was released",
  "numbers.service.released": "Released since {since:moment}",
  "numbers.service.releasing": "Being released since {since:moment}: calls connect until the carrier takes it back",
  "numbers.service.porting": "Being ported to another carrier since {since:moment}: it works until that is done",
  "numbers.import.notAText": "The request has more than a name and the file’s text. Send the file as one text.",
  "numbers.import.tooLarge": "The file is larger than 10 MB. Split it into several files.",
  "numbers.import.tooManyRows":
    "The file has more than {max} lines, including blank ones. Remove the blank ones, or split it into several files.",
  "numbers.import.empty": "The file is empty.",
  "numbers.import.noRows": "The file has column names but no numbers.",
  "numbers.import.notText": "This is not a text file. In a spreadsheet, choose “Save as CSV (UTF-8)”.",
  "numbers.import.notUtf8":
    "This file isn’t in UTF-8, so some letters can’t be read. Save it as “CSV UTF-8” and try again.",
  "numbers.import.unclosedQuote": "A quotation mark opens on or after line {line} and never closes.",
  "numbers.import.lineLong":
    "Line {line} is longer than 64 KB. Check it for an open quotation mark, or remove text that isn’t part of the list.",
  "numbers.import.unreadable": "The file can’t be read from line {line} on.",
  "numbers.import.noNumberColumn":
    "The first line must name the columns, and one must be Number. The others are Name, Tracking source and Calls go to.",
  "numbers.import.columnsUnknown":
    "Unknown columns: {columns}. Remove or rename them. The known columns are Number, Name, Tracking source and Calls go to.",
  "numbers.import.duplicateColumn": "The column {column} appears twice.",
  "numbers.import.cells": "This line has {count|cell|cells}, and the file has {wanted|column|columns}.",
  "numbers.import.invalidLine": "This line has letters that can’t be read, because they are not in UTF-8.",
  "numbers.import.duplicate": "This number is already on line {line}.",
  "numbers.import.noSource": "There is no tracking source named {source}.",
  "numbers.import.noRoute": "No receiving number or call queue is named {route}.",
  "numbers.import.routeUnclear":
    "More than one is named {route}. Use a receiving number’s digits, or queue: and the queue’s name.",
} as const;
