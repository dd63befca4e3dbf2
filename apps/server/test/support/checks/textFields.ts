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
  inputWith(text: unknown): any;
}

type NestedField = Pick<TextField, "path" | "inputWith">;

/** Each place for text in every procedure's input: in forms, in lists, in each variant of a form, and as a key. */
export function textFields(): TextField[] {
  const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { inputs: Schema[] } }>;
  return Object.entries(procedures).flatMap(([procedure, { _def }]) =>
    _def.inputs.flatMap((schema) => fieldsOf(schema).map((field) => ({ procedure, schema, ...field }))),
  );
}

const nameField = (name: string, field: NestedField, inputWith: NestedField["inputWith"]): NestedField => ({
  path: [name, field.path].filter(Boolean).join("."),
  inputWith,
});

function fieldsOf(schema: Schema): NestedField[] {
  const { def } = schema._zod;
  switch (def.type) {
    case "string":
    case "custom":
    case "any":
    case "enum":
    case "literal":
      return [{ path: "", inputWith: (text) => text }];
    case "unknown":
      return [
        { path: "", inputWith: (text) => text },
        { path: "deep", inputWith: (text) => ({ deep: [text] }) },
      ];
    case "object":
      return Object.entries(def.shape as Record<string, Schema>).flatMap(([name, inner]) =>
        fieldsOf(inner).map((field) => nameField(name, field, (text) => ({ [name]: field.inputWith(text) }))),
      );
    case "array":
      return fieldsOf(def.element).map((field) => nameField("0", field, (text) => [field.inputWith(text)]));
    case "record":
      return [
        { path: "key", inputWith: (text) => ({ [String(text)]: "then" }) },
        ...fieldsOf(def.valueType).map((field) => nameField("value", field, (text) => ({ a: field.inputWith(text) }))),
      ];
    case "union":
      return (def.options as Schema[]).flatMap((option) => {
        const discriminator = def.discriminator as string | undefined;
        if (discriminator === undefined) return fieldsOf(option);
        const [value] = option._zod.def.shape[discriminator]._zod.def.values as unknown[];
        return fieldsOf(option).map((field) =>
          field.path === discriminator
            ? field
            : {
                path: `${value} ${field.path}`,
                inputWith: (text: unknown) => ({ [discriminator]: value, ...field.inputWith(text) }),
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
