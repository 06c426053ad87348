/**
 * Imported before the library of the authorization server, which warns as it is loaded that it is not tested on this
 * Node.js, and later that what it keeps is lost with its process.
 */
jest.spyOn(console, 'warn').mockReturnValue();
