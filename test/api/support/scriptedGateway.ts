import { LineNotRecognised, type LineRecogniser } from '../../../src/security/lineRecognition';

/** In the place of a gateway: what is a line and a name, with a blank between, is its assertion. */
export const scriptedGateway: LineRecogniser<string> = {
  recognise: (assertion) => {
    const { line = '', name = '' } = /^(?<line>\+\d+) (?<name>.+)$/.exec(assertion)?.groups ?? {};
    if (line === '') return Promise.reject(new LineNotRecognised('The assertion is refused.'));
    return Promise.resolve({ line, proofId: name, goodUntil: Date.now() + 60_000 });
  },
};
