/**
 * A value of the shape that names each of its fields: an optional one as undefined where it is absent. Where data are stored, sealed
 * or shown, a field that was forgotten does not compile.
 */
export type Whole<Shape> = { readonly [Field in keyof Required<Shape>]: Shape[Field] };
