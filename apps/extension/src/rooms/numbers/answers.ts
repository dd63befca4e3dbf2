import type { Answers } from "../../api.ts";

// The server’s answers by the names that this room has for them.
export type NumberAnswer = Answers["tracking"]["number"];
export type Found = Answers["tracking"]["search"];
export type Offer = Found["offers"][number];
