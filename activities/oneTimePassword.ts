import type { Database } from '../src/database/database';
import { sweepMarginMs } from '../src/database/documents';
import { duplicateKey } from '../src/database/failures';
import type { NumberVerification } from '../src/database/flowNotes';
import { isItalianLandline } from '../src/identifiers/msisdn';
import { isInService, type RecordedLine } from '../src/records/customerRecords';
import { keyedDigest } from '../src/security/digests';
import { type Refusal, type RefusalCode, workflowIdOf } from '../workflows/contracts/flow';
import type { CodeEffects } from '../workflows/contracts/codes';
import type { NumberVerdict, OneTimePasswordEffects } from '../workflows/contracts/oneTimePassword';
import { originOfFlow, prefixShareOf, refusalOf, stepOfMessage } from './limits';
import { openAddress, prefixKeyOf, recipientOf } from './messages';
import type { LineDependencies } from './lines';

type AdmitRequest = Parameters<OneTimePasswordEffects['admitNumber']>[0];
type Admitted = Extract<NumberVerdict, { outcome: 'admitted' }>;

/** The activity of the flow beside those that all flows with a code share. */
export function createOneTimePasswordActivities(
  dependencies: LineDependencies,
): Omit<OneTimePasswordEffects, keyof CodeEffects> {
  return { admitNumber: (request) => admitNumber(dependencies, request) };
}

/** A client may know whether a number is served and whether it gets text messages: CAMARA has answers for it. */
async function admitNumber(dependencies: LineDependencies, request: AdmitRequest): Promise<NumberVerdict> {
  const { records, serviceKeys } = dependencies;
  const msisdn = openAddress(serviceKeys, request.number);
  const code = refusalOfLine(msisdn, await records.lineOf(msisdn));
  if (code) return { outcome: 'refused', refusal: { code } };
  const prefixKey = prefixKeyOf(serviceKeys, msisdn);
  const refusal = await takeMessageOfClient(dependencies, request, prefixKey);
  if (refusal) return { outcome: 'refused', refusal };
  const place = await takePlace(dependencies, request);
  if (place === 'overtaken') return { outcome: 'refused', refusal: { code: 'STEP_OUT_OF_ORDER' } };
  return { outcome: 'admitted', ...routeOf(dependencies, request, msisdn, place) };
}

/** A suspended line gets no code of another service: it may be lost or stolen. */
function refusalOfLine(msisdn: string, line: RecordedLine | undefined): RefusalCode | undefined {
  if (isItalianLandline(msisdn)) return 'NUMBER_WITHOUT_SMS';
  if (!isInService(line)) return 'NUMBER_NOT_SERVED';
  if (line.simKind === 'data-only') return 'NUMBER_WITHOUT_SMS';
  return line.status === 'suspended' || line.smsBarred ? 'NUMBER_BLOCKED' : undefined;
}

/** The number's messages and those to its prefix are the client's own; codes that are typed count no more. */
async function takeMessageOfClient(
  { limits, figures }: LineDependencies,
  { flowId, numberKey, clientKey, now }: AdmitRequest,
  prefixKey: string,
): Promise<Refusal | null> {
  const flow = { flowId, purpose: 'oneTimePassword', addressKey: clientKey } as const;
  const route = { apparentChannel: 'sms', messageKey: numberKey } as const;
  const refused = await limits.take({
    ...stepOfMessage(figures, { flow, route, request: 1, now }),
    further: prefixShareOf(figures, flow, prefixKey),
    origin: originOfFlow(figures, flow, 'starts', 'at once'),
  });
  const isOfNumber = refused?.wait.purpose === 'SMS to a number';
  return refusalOf(isOfNumber ? 'MESSAGE_BUDGET_SPENT' : 'CLIENT_BUDGET_SPENT', refused?.wait, now);
}

function routeOf(
  { serviceKeys }: LineDependencies,
  { numberKey, template }: AdmitRequest,
  msisdn: string,
  { formerWorkflowId }: FormerPlace,
): Omit<Admitted, 'outcome'> {
  const recipient = { ...recipientOf(serviceKeys, 'sms', msisdn, 'clientTemplate'), template };
  return {
    route: {
      apparentChannel: 'sms',
      messageKey: numberKey,
      prefixKey: prefixKeyOf(serviceKeys, msisdn),
      recipient,
      provable: true,
      mayRevealRefusal: true,
    },
    ...(formerWorkflowId !== undefined && { formerWorkflowId }),
  };
}

interface FormerPlace {
  readonly formerWorkflowId?: string | undefined;
}
type Place = 'overtaken' | FormerPlace;

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
