export const PROVIDERS = ["sandbox", "stripe"] as const;
export type Provider = (typeof PROVIDERS)[number];
export const BRANDS = [
  "Visa",
  "Mastercard",
  "American Express",
  "Discover",
  "JCB",
  "Diners Club",
  "UnionPay",
  "Card",
] as const;
