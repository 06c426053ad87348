import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Verifications } from '../../src/camara/verifications';
import { DatabaseDeadline } from '../../src/http/databaseDeadline';
import { sampleMsisdn } from '../../src/records/sample/sampleIdentifiers';
import { portOf } from '../api/support/testApi';
import { apiPath, audience } from '../camara/support/camaraApi';
import { camaraFileHere } from '../camara/support/contract';
import { generateClient, type GeneratedClient } from '../camara/support/generateClient';
import { startOperatorSimulator } from '../camara/support/operatorSimulator';
import { untilVerificationOver } from './support/camaraService';
import { codeIn, wrongCodeFor } from './support/codeFlow';
import { recordLine } from './support/lines';
import { WholeService } from './support/wholeService';

const [shop, bank] = [
  { id: 'shop', secret: randomUUID() },
  { id: 'bank', secret: randomUUID() },
];
const message = '{{code}} is your code for the shop';
const folder = mkdtempSync(join(tmpdir(), 'camara-e2e-'));

let operator: Awaited<ReturnType<typeof startOperatorSimulator>>;
let service: WholeService;
let client: GeneratedClient;
let optionsOf: (token: string) => { baseUrl: string; headers: Record<string, string> };
let ofShop: ReturnType<typeof optionsOf>;
let ofBank: ReturnType<typeof optionsOf>;

beforeAll(async () => {
  operator = await startOperatorSimulator(audience, [shop, bank]);
  service = await WholeService.start({ OAUTH_ISSUER: operator.issuer });
  client = await generateClient(await descriptionFile(), mkdtempSync(join(folder, 'client-')));
  const baseUrl = `http://127.0.0.1:${portOf(service.api.server)}${apiPath}`;
  optionsOf = (token) => ({ baseUrl, headers: { Authorization: `Bearer ${token}` } });
  [ofShop, ofBank] = [optionsOf(await tokenOf(shop)), optionsOf(await tokenOf(bank))];
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await service.stop();
  await operator.close();
});

/** CAMARA's own file where it lies beside the project, else what is served. */
async function descriptionFile(): Promise<string> {
  if (camaraFileHere !== undefined) return camaraFileHere;
  const file = join(folder, 'served.json');
  writeFileSync(file, (await service.api.send({ path: `${apiPath}/openapi.json` })).text);
  return file;
}

async function tokenOf({ id, secret }: typeof shop): Promise<string> {
  const response = await fetch(`${operator.issuer}/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: 'one-time-password-sms:send-validate',
    }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

async function send(phoneNumber: string, options = ofShop): Promise<string> {
  const { status, data } = await client.sendCode({ phoneNumber, message }, {}, options);
  expect(status).toBe(200);
  return (data as { authenticationId: string }).authenticationId;
}

async function validate(authenticationId: string, code: string, options = ofShop): Promise<string> {
  const { status, data } = await client.validateCode({ authenticationId, code }, {}, options);
  if (status === 204) return 'right';
  return (data as { code: string }).code.replace('ONE_TIME_PASSWORD_SMS.', '');
}

describe('another service of the operator has a number proved, through a generated client', () => {
  test('the code of the phone is right once; a wrong one, another client and an unknown id are told as CAMARA says', async () => {
    const line = await recordLine(service, 1);
    const id = await send(line);
    const [text] = await service.textsTo(line, 1);
    const code = codeIn(text);
    expect(text).toBe(`${code} is your code for the shop`);
    expect(await validate(id, wrongCodeFor(code))).toBe('INVALID_OTP');
    expect(await validate(id, code, ofBank)).toBe('NOT_FOUND');
    expect(await validate(randomUUID(), code)).toBe('NOT_FOUND');
    expect(await validate(id, code)).toBe('right');
    expect(await validate(id, code)).toBe('VERIFICATION_EXPIRED');
    expect(await service.textsTo(line, 1)).toEqual([text]);
  });

  test('a new code for a number voids the former one of the same client, and no other client’s', async () => {
    const line = await recordLine(service, 2);
    const former = await send(line);
    const formerCode = codeIn((await service.textsTo(line, 1))[0]);
    const ofOther = await send(line, ofBank);
    const codeOfOther = codeIn((await service.textsTo(line, 2))[1]);
    const latter = await send(line);
    const latterCode = codeIn((await service.textsTo(line, 3))[2]);
    await untilVerificationOver(service, former);
    expect(await validate(former, formerCode)).toBe('VERIFICATION_EXPIRED');
    expect(await validate(ofOther, codeOfOther, ofBank)).toBe('right');
    expect(await validate(latter, latterCode)).toBe('right');
  });

  test('five wrong codes end a verification: then the right one fails too', async () => {
    const line = await recordLine(service, 3);
    const id = await send(line);
    const code = codeIn((await service.textsTo(line, 1))[0]);
    for (let offset = 1; offset <= 4; offset += 1)
      expect(await validate(id, wrongCodeFor(code, offset))).toBe('INVALID_OTP');
    expect(await validate(id, wrongCodeFor(code, 5))).toBe('VERIFICATION_FAILED');
    expect(await validate(id, code)).toBe('VERIFICATION_FAILED');
  });

  test('a code that outlived its time is told as expired', async () => {
    const line = await recordLine(service, 4);
    const { settings, ...parts } = service.api.context;
    const figures = { ...settings.config.figures, smsCodeLifeMs: 100 };
    const { serviceKeys } = settings.secrets;
    const databaseDeadline = new DatabaseDeadline(figures.databaseDeadlineMs);
    const verifications = new Verifications({ ...parts, serviceKeys, figures, databaseDeadline });
    const { authenticationId } = await verifications.send({
      clientId: shop.id,
      phoneNumber: line,
      message,
      addressKey: 'address',
    });
    const code = codeIn((await service.textsTo(line, 1))[0]);
    await untilVerificationOver(service, authenticationId);
    expect(await validate(authenticationId, code)).toBe('VERIFICATION_EXPIRED');
  });

  test('a number that the operator does not serve is refused and gets nothing', async () => {
    const phoneNumber = sampleMsisdn(5);
    const refused = await client.sendCode({ phoneNumber, message }, {}, ofShop);
    expect(refused).toMatchObject({ status: 404, data: { code: 'NOT_FOUND' } });
    expect(await service.textsTo(phoneNumber, 0)).toEqual([]);
  });
});
