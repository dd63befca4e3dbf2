export const shell = {
  product: "Callboard",
} as const;
