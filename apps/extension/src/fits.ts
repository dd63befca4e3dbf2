/**
 * Whether a stored value is what it is taken for. The popup has no room for a schema library; a guard by its type names
 * every field, so that one that is added does not compile until it is looked at.
 */
export type Fits<T> = (value: unknown) => value is T;

export const text: Fits<string> = (value) => typeof value === "string";
export const number: Fits<number> = (value): value is number => Number.isFinite(value);
export const flag: Fits<boolean> = (value) => typeof value === "boolean";

export const maybe =
  <T>(fits: Fits<T>): Fits<T | null> =>
  (value) =>
    value === null || fits(value);

export const optional =
  <T>(fits: Fits<T>): Fits<T | undefined> =>
  (value) =>
    value === undefined || fits(value);

export const oneOf =
  <const T extends string>(...words: T[]): Fits<T> =>
  (value): value is T =>
    words.includes(value as T);

export const list =
  <T>(fits: Fits<T>): Fits<T[]> =>
  (value) =>
    Array.isArray(value) && value.every(fits);

export const record =
  <T>(fits: Fits<T>): Fits<Record<string, T>> =>
  (value): value is Record<string, T> =>
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every(fits);

export const shape =
  <T extends object>(fields: { [F in keyof T]-?: Fits<T[F]> }): Fits<T> =>
  (value): value is T =>
    typeof value === "object" &&
    value !== null &&
    Object.entries<Fits<unknown>>(fields).every(([name, fits]) => fits(value[name as never]));
