import type { Outputs } from "../../data/api.ts";

// The server's answers under this feature's names.
export type NumberView = Outputs["numbers"]["get"];
export type SearchView = Outputs["numbers"]["searchOffers"];
export type NumberOffer = SearchView["offers"][number];
