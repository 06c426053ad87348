import { jsonOf } from '../api/support/rawHttp';
import { sampleIccid } from '../../src/records/sample/sampleIdentifiers';
import { post } from '../api/support/requests';
import { CamaraService } from '../e2e/support/camaraService';
import { codeIn, proxiedEnv } from '../e2e/support/codeFlow';
import { newMailbox } from '../e2e/support/employees';
import { recordLine } from '../e2e/support/lines';
import type { WholeService } from '../e2e/support/wholeService';

/** A stranger with a line of his own, through the whole service: the right code, several times at one moment. */
describe('right codes of one flow at one moment', () => {
  let camara: CamaraService;
  let service: WholeService;
  beforeAll(async () => {
    camara = await CamaraService.start({ ...proxiedEnv, STARTS_PER_ORIGIN: '30' });
    service = camara.service;
  });
  afterAll(() => camara.stop());

  test('never bring a brake below what went out', async () => {
    const address = '198.51.100.9';
    const counts: number[] = [];
    for (let each = 0; each < 6; each += 1) {
      const line = await recordLine(service, 2_000 + each);
      const body = { line, email: newMailbox() };
      const answer = await service.api.send(
        post('/v1/employee-registrations', body, { 'X-Forwarded-For': address }),
      );
      expect(answer.status).toBe(202);
      const { flowId, flowToken } = jsonOf(answer);
      const path = `/v1/flows/${String(flowId)}/code`;
      const code = codeIn((await service.textsTo(line, 1)).at(-1));
      const typed = { token: String(flowToken), address };
      const wrong = code === '000000' ? '000001' : '000000';
      for (let times = 0; times < 2; times += 1) await service.post(path, { code: wrong }, typed);
      const answers = await Promise.all([1, 2, 3].map(() => service.post(path, { code }, typed)));
      expect(answers.map(({ status }) => status)).toContain(200);
      const brakes = await service.database.limits.find({ count: { $exists: true } }).lean();
      counts.push(...brakes.filter(({ _id }) => !_id.includes('decoys')).map(({ count = 0 }) => count));
    }
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(0);
  });

  test('a mistyped ICCID does not keep the right one out of the same flow', async () => {
    const number = 3_000;
    const line = await recordLine(service, number, { simKind: 'data-only' });
    const address = '198.51.100.10';
    const body = { line, email: newMailbox(), simKind: 'data-only' };
    const answer = await service.api.send(
      post('/v1/employee-registrations', body, { 'X-Forwarded-For': address }),
    );
    expect(answer.status).toBe(202);
    const { flowId, flowToken } = jsonOf(answer);
    const path = `/v1/flows/${String(flowId)}/puk`;
    const puk = '12345678';
    const typed = { token: String(flowToken), address };
    const right = sampleIccid(number);
    const mistyped = right.slice(0, -1) + String((Number(right.at(-1)) + 1) % 10);
    const statuses: number[] = [];
    for (let times = 0; times < 4; times += 1)
      statuses.push((await service.post(path, { puk, iccid: mistyped }, typed)).status);
    statuses.push((await service.post(path, { puk, iccid: right }, typed)).status);
    expect(statuses).toEqual([422, 422, 422, 429, 200]);
  });
});
