/** Code that the system or a library gave a failure (`ECONNREFUSED`); its text may quote an address and is left alone. */
export function failureCode(failure: unknown): string | undefined {
  const code =
    typeof failure === 'object' && failure !== null && 'code' in failure ? failure.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
