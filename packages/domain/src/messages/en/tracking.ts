export const tracking = {
  "tracking.numberOdd": "{field} is not a phone number. Write it with its country code, such as +1 512 555 0143.",
  "tracking.numberTaken": "This number is in use already. Choose another one.",
  "tracking.receiverTaken": "This receiving number is in the list already.",
  "tracking.sourceNameTaken": "A tracking source with this name exists already. Choose another name.",
} as const;
