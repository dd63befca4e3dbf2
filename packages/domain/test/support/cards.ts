import type { Card, CardData, Wallet, WalletData } from "../../src/cards/rules.ts";
import { doc } from "./samples.ts";

export const cardData = (more: Partial<CardData> = {}): CardData => ({
  provider: "sandbox",
  providerRef: "card_1",
  brand: "Visa",
  last4: "4242",
  expMonth: 5,
  expYear: 2027,
  holder: "Dana Reyes",
  name: "",
  lastDecline: null,
  expiryWarningDays: null,
  ...more,
});

export const cardRecord = (id: string, more: Partial<CardData> = {}): Card =>
  doc("card", id, cardData({ providerRef: `card_${id}`, holder: id, ...more }));

export const walletRecord = (more: Partial<WalletData> = {}): Wallet =>
  doc("wallet", "acc", { provider: "sandbox", customer: "cus_1", primary: null, backup: null, others: [], ...more });
