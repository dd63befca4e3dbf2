/**
 * Whether a stored value is what it is taken for. The popup has no room for a schema library; a guard by its type names
 * every field, so that one that is added does not compile until it is looked at.
 */
export type Guard<T> = (value: unknown) => value is T;

export const string: Guard<string> = (value) => typeof value === "string";
export const number: Guard<number> = (value): value is number => Number.isFinite(value);
export const boolean: Guard<boolean> = (value) => typeof value === "boolean";

export const nullable =
  <T>(fits: Guard<T>): Guard<T | null> =>
  (value) =>
    value === null || fits(value);

export const optional =
  <T>(fits: Guard<T>): Guard<T | undefined> =>
  (value) =>
    value === undefined || fits(value);

export const oneOf =
  <const T extends string>(...words: T[]): Guard<T> =>
  (value): value is T =>
    words.includes(value as T);

export const array =
  <T>(fits: Guard<T>): Guard<T[]> =>
  (value) =>
    Array.isArray(value) && value.every(fits);

export const record =
  <T>(fits: Guard<T>): Guard<Record<string, T>> =>
  (value): value is Record<string, T> =>
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every(fits);

export const object =
  <T extends object>(fields: { [F in keyof T]-?: Guard<T[F]> }): Guard<T> =>
  (value): value is T =>
    typeof value === "object" &&
    value !== null &&
    Object.entries<Guard<unknown>>(fields).every(([name, fits]) => fits(value[name as never]));
