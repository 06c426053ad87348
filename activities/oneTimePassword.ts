import type { Database } from '../src/database/database';
import { sweepMarginMs } from '../src/database/documents';
import { duplicateKey } from '../src/database/failures';
import type { NumberVerification } from '../src/database/flowNotes';
import { keyedDigest } from '../src/security/digests';
import { workflowIdOf } from '../workflows/contracts/flow';
import type { CodeEffects } from '../workflows/contracts/codes';
import type { NumberVerdict, OneTimePasswordEffects } from '../workflows/contracts/oneTimePassword';
import { takeMessage } from './codes';
import { openAddress, prefixKeyOf, recipientOf } from './messages';
import type { LineDependencies } from './lines/lineCheck';

type AdmitRequest = Parameters<OneTimePasswordEffects['admitNumber']>[0];
type Admitted = Extract<NumberVerdict, { outcome: 'admitted' }>;

/** The activity of the flow beside those that all flows with a code share. */
export function createOneTimePasswordActivities(
  dependencies: LineDependencies,
): Omit<OneTimePasswordEffects, keyof CodeEffects> {
  return { admitNumber: (request) => admitNumber(dependencies, request) };
}

/** A client may know whether a number is served: CAMARA has an answer for it. */
async function admitNumber(dependencies: LineDependencies, request: AdmitRequest): Promise<NumberVerdict> {
  const { records, serviceKeys } = dependencies;
  const { flowId, numberKey, clientKey, now } = request;
  const msisdn = openAddress(serviceKeys, request.number);
  const line = await records.lineOf(msisdn);
  if (line?.status !== 'active') return { outcome: 'refused', refusal: { code: 'NUMBER_NOT_SERVED' } };
  const refusal = await takeMessage(dependencies, {
    flow: { flowId, purpose: 'oneTimePassword', addressKey: clientKey },
    route: { apparentChannel: 'sms', messageKey: numberKey },
    request: 1,
    now,
  });
  if (refusal) return { outcome: 'refused', refusal };
  const place = await takePlace(dependencies, request);
  return { outcome: 'admitted', ...routeOf(dependencies, request, msisdn, place) };
}

/** A verification that a later one of the number overtook sends nothing, and no code is right for it. */
function routeOf(
  { serviceKeys }: LineDependencies,
  { numberKey, template }: AdmitRequest,
  msisdn: string,
  place: Place,
): Omit<Admitted, 'outcome'> {
  const prefixKey = prefixKeyOf(serviceKeys, msisdn);
  const route = {
    apparentChannel: 'sms',
    messageKey: numberKey,
    prefixKey,
    mayRevealRefusal: false,
  } as const;
  if (place === 'overtaken') return { route: { ...route, provable: false } };
  const recipient = { ...recipientOf(serviceKeys, 'sms', msisdn, 'clientTemplate'), template };
  const { formerWorkflowId } = place;
  return {
    route: { ...route, recipient, provable: true },
    ...(formerWorkflowId !== undefined && { formerWorkflowId }),
  };
}

type Place = 'overtaken' | { readonly formerWorkflowId?: string | undefined };

/**
 * Makes the flow the latest of its number and client. Each one knows the one before it, so that none is left over in a race;
 * repeated, it answers as the first time.
 */
async function takePlace(dependencies: LineDependencies, request: AdmitRequest): Promise<Place> {
  const { database, serviceKeys, figures } = dependencies;
  const { flowId, clientKey, numberKey, now } = request;
  const _id = keyedDigest(serviceKeys, 'client', clientKey, numberKey);
  const workflowId = workflowIdOf('oneTimePassword', flowId);
  for (;;) {
    const found = await database.numberVerifications.findById(_id).lean();
    if (found?.workflowId === workflowId) return { formerWorkflowId: found.formerWorkflowId };
    if (found && found.admittedAt.getTime() > now) return 'overtaken';
    const formerWorkflowId =
      found && found.admittedAt.getTime() + figures.flowLifeMs > now ? found.workflowId : undefined;
    const expiresAt = new Date(now + figures.flowLifeMs + sweepMarginMs);
    const latest = { workflowId, admittedAt: new Date(now), formerWorkflowId, expiresAt };
    if (await isPlaceTaken(database, _id, found?.workflowId, latest)) return { formerWorkflowId };
  }
}

/** @returns false when another one took the place meanwhile */
async function isPlaceTaken(
  { numberVerifications }: Database,
  _id: string,
  found: string | undefined,
  { formerWorkflowId, ...latest }: Omit<NumberVerification, '_id'>,
): Promise<boolean> {
  const $set = formerWorkflowId === undefined ? latest : { ...latest, formerWorkflowId };
  const $unset = formerWorkflowId === undefined ? { formerWorkflowId: 1 as const } : {};
  try {
    const { modifiedCount, upsertedCount } = await numberVerifications.updateOne(
      found === undefined ? { _id, workflowId: latest.workflowId } : { _id, workflowId: found },
      { $set, $unset },
      { upsert: found === undefined },
    );
    return modifiedCount + upsertedCount === 1;
  } catch (error) {
    if (!duplicateKey(error)) throw error;
    return false;
  }
}
