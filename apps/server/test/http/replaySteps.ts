import type { TestApp } from "../support/kit.ts";

/** The answers of earlier steps, by procedure. */
export type StepAnswers = Record<string, any>;

export interface Step {
  path: string;
  /** The name of a person to sign in as; `phones` or `meter`: a key; undefined: nobody. */
  as?: string;
  account?: string;
  input?: (app: TestApp, answers: StepAnswers) => unknown;
}

export const step = (path: string, as?: string, account?: string, input?: Step["input"]): Step => ({
  path,
  ...(as ? { as } : {}),
  ...(account ? { account } : {}),
  ...(input ? { input } : {}),
});
export const dana = (path: string, input?: Step["input"]) => step(path, "dana", "northwind", input);
export const harriet = (path: string, input?: Step["input"]) => step(path, "harriet", "harbor", input);
export const solveig = (path: string, input?: Step["input"]) => step(path, "solveig", "solo", input);
export const otto = (path: string, input?: Step["input"]) => step(path, "otto", undefined, input);
export const ava = (path: string, input?: Step["input"]) => step(path, "ava", "northwind", input);

export const callerOf = (app: TestApp, name: string, account = "northwind") =>
  app.callerFor(`${name}@callboard.demo`, account);
export const person = (app: TestApp, name: string) => app.people[`${name}@callboard.demo`]!;
