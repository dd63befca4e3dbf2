/** The payment providers; `sandbox` imitates one for trials and tests. */
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
  /** A brand that we don't know. */
  "Card",
] as const;
