export const forecast = {
  "forecast.canceled": "The account is canceled: no further month is taken from this balance.",
  "forecast.over": "The balance is below zero.",
  "forecast.tooEarly": "Too early for a forecast: it needs {days} days of calls.",
  "forecast.year": "Covered for a year and more.",
  "forecast.off": "Covered until {day:day}: the recharge is off.",
  "forecast.noCard": "Covered until {day:day}: there is no card to recharge from.",
  "forecast.cap": "Covered until {day:day}: the recharge’s cap of {most} a month is used up by then.",
  "forecast.perCharge":
    "Covered until {day:day}: filling the balance takes more than the {most} that are charged at once.",
  "forecast.perDay":
    "Covered until {day:day}: filling the balance takes more than the {most} that are charged in a day.",
  "forecast.declined": "Covered until {day:day}: {card} was declined, and no other card can be charged.",
  "forecast.expired": "Covered until {day:day}: {card} ends {end}, and no other card can be charged.",
  "drill.pays": "{card} would pay {sum}.",
  "drill.off": "Nothing would be charged: the recharge is off.",
  "drill.noCard": "Nothing would be charged: there is no card.",
  "drill.cap": "Nothing would be charged: the cap of {most} a month does not leave {sum}.",
  "drill.perCharge":
    "Nothing would be charged: filling the balance takes {sum}, and at most {most} is charged at once.",
  "drill.perDay": "Nothing would be charged: the most of {most} a day does not leave {sum}.",
  "drill.hour": "Nothing would be charged now: the cards were charged {times} times within the hour.",
  "drill.noneLeft": "Nothing would be charged: no card is left. Below 0.00 calls are not connected.",
} as const;
