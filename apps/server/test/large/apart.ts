/** Procedures that may take long on the loop in a large account, with the reason. */
export const APART: Record<string, string> = {};
