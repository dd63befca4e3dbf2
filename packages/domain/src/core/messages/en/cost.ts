export const cost = {
  "cost.more": "Costs {month} more a month.",
  "cost.moreAndNow": "Costs {now} now and {month} more a month.",
  "cost.all": "Costs {month} a month.",
  "cost.allAndNow": "Costs {now} now and {month} a month.",
  "cost.less": "Costs {month} less a month.",
  "cost.of": "The balance of {name} pays for a part.",
  "cost.paidBy": "It is taken from the balance of {agency}.",
  "cost.enough": "{balance} stays on the balance: enough for a month of it.",
  "cost.short-recharge":
    "{balance} stays on the balance: not enough for a month of it, so the recharge has to add to it.",
  "cost.short-card":
    "{balance} stays on the balance: not enough for a month of it. The recharge is off; top up from the card in time.",
  "cost.short-none": "{balance} stays on the balance: not enough for a month of it, and there is no card to charge.",
  "cost.feesOnly": "Calls are not counted in that: there are too few days of them for a forecast.",
} as const;
