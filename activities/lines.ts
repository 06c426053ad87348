import type { PukEffects } from '../workflows/contracts/puk';
import type { LineDependencies } from './lines/lineCheck';
import { verifyPuk } from './lines/pukCheck';

/** The activity of every flow that proves a line by its SIM's PUK. */
export function createLineActivities(dependencies: LineDependencies): PukEffects {
  return { verifyPuk: (attempt) => verifyPuk(dependencies, attempt) };
}
