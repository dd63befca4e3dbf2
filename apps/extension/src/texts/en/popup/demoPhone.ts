/** Texts of a demo's phone in the popup. */
export const demoPhone = { answer: "Answer", hangUp: "Hang up" } as const;
