/** What a sender binds to the simulated provider with. */
export const phoneCredentials = { systemId: 'selfcare', password: 'selfcare' } as const;
