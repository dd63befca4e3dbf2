import type { Role } from "@callboard/domain/core/permissions";

/** Everybody knows it: the demo only runs without a configured database, or where it was requested. */
export const DEMO_PASSWORD = "callboard-demo";

export type DemoAccount = "harbor" | "northwind" | "parkside" | "mason" | "solo";

export const DEMO_ACCOUNTS: Record<
  DemoAccount,
  { name: string; zone: string; agency: DemoAccount | null; openingMicros: number; balanceFrom: "own" | "agency" }
> = {
  harbor: {
    name: "Harbor Agency",
    zone: "America/New_York",
    agency: null,
    // Includes the opening balances of its sub-accounts, which are taken from it: 1,250.00 remain.
    openingMicros: 1_444_745_678,
    balanceFrom: "own",
  },
  northwind: {
    name: "Northwind",
    zone: "America/New_York",
    agency: "harbor",
    openingMicros: 182_400_000,
    balanceFrom: "own",
  },
  parkside: {
    name: "Parkside Dental",
    zone: "America/Chicago",
    agency: "harbor",
    openingMicros: 0,
    balanceFrom: "agency",
  },
  mason: {
    name: "Mason & Sons",
    zone: "Europe/London",
    agency: "harbor",
    openingMicros: 12_345_678,
    balanceFrom: "own",
  },
  solo: {
    name: "Corner Bakery",
    zone: "Europe/Berlin",
    agency: null,
    // Enough for a month's fees that fall due meanwhile, whatever the date.
    openingMicros: 96_000_000,
    balanceFrom: "own",
  },
};

export interface DemoPerson {
  name: string;
  email: string;
  /** The account whose first administrator this person is. */
  owns?: DemoAccount;
  /** A description for the list that is printed at the start. */
  what: string;
  /** The accounts in which the person is a member. */
  memberships: { account: DemoAccount; role: Role; softphone: boolean }[];
}

const memberOf = (account: DemoAccount, role: Role, softphone = false) => ({ account, role, softphone });

/** A person for each role, with a memorable name. An owner's membership is listed if it has a softphone. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  {
    name: "Harriet Vale",
    email: "harriet@callboard.demo",
    what: "agency administrator and owner of Harbor Agency",
    owns: "harbor",
    memberships: [],
  },
  {
    name: "Dana Reyes",
    email: "dana@callboard.demo",
    what: "administrator and owner of Northwind",
    owns: "northwind",
    memberships: [memberOf("northwind", "administrator", true)],
  },
  {
    name: "Milo Park",
    email: "milo@callboard.demo",
    what: "call manager of Northwind",
    memberships: [memberOf("northwind", "call manager", true)],
  },
  {
    name: "Rita Olsen",
    email: "rita@callboard.demo",
    what: "report manager of Northwind",
    memberships: [memberOf("northwind", "report manager")],
  },
  {
    name: "Bill Frost",
    email: "bill@callboard.demo",
    what: "billing at Northwind",
    memberships: [memberOf("northwind", "billing")],
  },
  {
    name: "Ava Lindqvist",
    email: "ava@callboard.demo",
    what: "agent at Northwind and Parkside Dental",
    memberships: [memberOf("northwind", "agent", true), memberOf("parkside", "agent", true)],
  },
  {
    name: "Ben Okafor",
    email: "ben@callboard.demo",
    what: "agent at Northwind",
    memberships: [memberOf("northwind", "agent", true)],
  },
  {
    name: "Cleo Marsh",
    email: "cleo@callboard.demo",
    what: "agent at Northwind",
    memberships: [memberOf("northwind", "agent", true)],
  },
  {
    name: "Finn Adair",
    email: "finn@callboard.demo",
    what: "agent at Northwind",
    memberships: [memberOf("northwind", "agent", true)],
  },
  {
    name: "Mary Mason",
    email: "mary@callboard.demo",
    what: "administrator and owner of Mason & Sons",
    owns: "mason",
    memberships: [memberOf("mason", "administrator", true)],
  },
  {
    name: "Ida Bloom",
    email: "ida@callboard.demo",
    what: "administrator and owner of Parkside Dental",
    owns: "parkside",
    memberships: [],
  },
  {
    name: "Solveig Baker",
    email: "solveig@callboard.demo",
    what: "owner of Corner Bakery (Essentials)",
    owns: "solo",
    memberships: [memberOf("solo", "administrator", true)],
  },
  { name: "Otto Grant", email: "otto@callboard.demo", what: "operator (platform staff)", memberships: [] },
];
