import type { Config } from '../../config/config';

/** Of whom a sign-in from a device that the account does not know asks a code. */
export type NewDeviceConfirmation = Config['newDeviceConfirmation'];

/**
 * Whether a sign-in with this name, as normalised, needs a code from a new device. It follows from what was typed alone: an
 * employee's name is the line, any other an administrator's.
 */
export function needsConfirmation(asked: NewDeviceConfirmation, name: string): boolean {
  return asked === 'everybody' || (asked === 'administrators' && !name.startsWith('+'));
}
