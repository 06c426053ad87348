import { Schema, type SchemaOptions } from 'mongoose';

/** What a field of a mongoose schema holds, as its declaration says. */
type ValueOf<Field> = Field extends { readonly enum: readonly (infer Value)[] }
  ? Value
  : Field extends { readonly type: infer Type }
    ? ValueOfType<Type>
    : DocumentOf<Field>;

type ValueOfType<Type> = Type extends StringConstructor
  ? string
  : Type extends NumberConstructor
    ? number
    : Type extends BooleanConstructor
      ? boolean
      : Type extends DateConstructor
        ? Date
        : Type extends Schema<infer Part>
          ? Part
          : Type extends readonly [infer Item]
            ? readonly ValueOfType<Item>[]
            : never;

type RequiredKey<Fields> = {
  [Key in keyof Fields]: Fields[Key] extends { readonly type: unknown }
    ? Fields[Key] extends { readonly required: true }
      ? Key
      : never
    : Key;
}[keyof Fields];

/** The stored document of a schema's fields: a field is optional unless it is `required: true` or a group of fields. */
export type DocumentOf<Fields> = {
  readonly [Key in keyof Fields as Key extends RequiredKey<Fields> ? Key : never]: ValueOf<Fields[Key]>;
} & {
  readonly [Key in keyof Fields as Key extends RequiredKey<Fields> ? never : Key]?:
    ValueOf<Fields[Key]> | undefined;
};

/** Literal types of the fields' options, which {@link DocumentOf} reads. */
export function fieldsOf<const Fields extends object>(fields: Fields): Fields {
  return fields;
}

/**
 * How much longer than its own end a document is kept. The database sweeps by its own clock, which may be ahead of ours: what
 * still counts by our clock must not be swept.
 */
export const sweepMarginMs = 2 * 3_600_000;

/** What is not declared is refused: in a document, in an update and in a query. */
const strictly = { versionKey: false, strict: 'throw', strictQuery: 'throw' } as const;

/** The schema of a collection. */
export function collectionSchema<Fields extends object>(collection: string, fields: Fields) {
  return schemaOf<DocumentOf<Fields>>(fields, { collection });
}

/** The schema of a collection whose documents are of several kinds; `fields` are those that all kinds share. */
export function schemaOfKinds<Document>(
  collection: string,
  kind: string & keyof Document,
  fields: object,
): Schema<Document> {
  return schemaOf<Document>(fields, { collection, discriminatorKey: kind });
}

/** The schema of one kind; `fields` are those that it has besides. */
export function kindSchema<Document>(fields: object): Schema<Document> {
  return schemaOf<Document>(fields, {});
}

/** The schema of a part of a document. */
export function partSchema<const Fields extends object>(fields: Fields) {
  return schemaOf<DocumentOf<Fields>>(fields, { _id: false });
}

function schemaOf<Document>(fields: object, options: SchemaOptions): Schema<Document> {
  const schema: unknown = new Schema(fields, { ...options, ...strictly });
  return schema as Schema<Document>;
}
