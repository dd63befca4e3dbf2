import { appRouter } from "../../../src/http/router.ts";

/** A zod schema, as far as its shape can be walked. */
interface Schema {
  _zod: { def: Record<string, any> };
  safeParse(value: unknown): { success: boolean; error?: { issues: { path: PropertyKey[]; message: string }[] } };
}

/** A place for text in an input: its path, and an input with a given text there. */
export interface TextField {
  procedure: string;
  path: string;
  schema: Schema;
  holding(text: unknown): any;
}

type FoundField = Pick<TextField, "path" | "holding">;

/** Each place for text in every procedure's input: in forms, in lists, in each variant of a form, and as a key. */
export function textFields(): TextField[] {
  const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { inputs: Schema[] } }>;
  return Object.entries(procedures).flatMap(([procedure, { _def }]) =>
    _def.inputs.flatMap((schema) => fieldsOf(schema).map((found) => ({ procedure, schema, ...found }))),
  );
}

const nameField = (name: string, found: FoundField, holding: FoundField["holding"]): FoundField => ({
  path: [name, found.path].filter(Boolean).join("."),
  holding,
});

function fieldsOf(schema: Schema): FoundField[] {
  const { def } = schema._zod;
  switch (def.type) {
    case "string":
    case "custom":
    case "any":
    case "enum":
    case "literal":
      return [{ path: "", holding: (text) => text }];
    case "unknown":
      return [
        { path: "", holding: (text) => text },
        { path: "deep", holding: (text) => ({ deep: [text] }) },
      ];
    case "object":
      return Object.entries(def.shape as Record<string, Schema>).flatMap(([name, inner]) =>
        fieldsOf(inner).map((found) => nameField(name, found, (text) => ({ [name]: found.holding(text) }))),
      );
    case "array":
      return fieldsOf(def.element).map((found) => nameField("0", found, (text) => [found.holding(text)]));
    case "record":
      return [
        { path: "key", holding: (text) => ({ [String(text)]: "then" }) },
        ...fieldsOf(def.valueType).map((found) => nameField("value", found, (text) => ({ a: found.holding(text) }))),
      ];
    case "union":
      return (def.options as Schema[]).flatMap((option) => {
        const told = def.discriminator as string | undefined;
        if (told === undefined) return fieldsOf(option);
        const [value] = option._zod.def.shape[told]._zod.def.values as unknown[];
        return fieldsOf(option).map((found) =>
          found.path === told
            ? found
            : {
                path: `${value} ${found.path}`,
                holding: (text: unknown) => ({ [told]: value, ...found.holding(text) }),
              },
        );
      });
    case "pipe":
      return fieldsOf(def.in._zod.def.type === "transform" || def.in._zod.def.type === "any" ? def.out : def.in);
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "catch":
    case "readonly":
      return fieldsOf(def.innerType);
    case "int":
    case "number":
    case "boolean":
    case "null":
    case "transform":
      return [];
    default:
      throw new Error(`Add the case of ${def.type}: where can it contain text?`);
  }
}
