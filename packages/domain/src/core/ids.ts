/** Creates ids. It is passed in like the clock, so that a decision can be repeated. */
export type NewId = () => string;

/** Long enough for any id made here, short enough to reject abuse. */
export const ID_MAX = 64;
