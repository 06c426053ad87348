/**
 * Imported before the library of the authorization server, which tells plain objects by their constructor: what Node.js clones
 * in jest's sandbox has the constructor of the world outside.
 */
globalThis.structuredClone = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
