import type { PayloadCodec } from '@temporalio/common';
import type { RequestHandler } from 'express';
import { z } from 'zod';

const bytes = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));
const payloadsSchema = z.object({
  payloads: z.array(z.object({ metadata: z.record(z.string(), bytes).optional(), data: bytes.optional() })),
});

/** Temporal's remote codec protocol: payloads as protobuf's JSON, in and out. */
export function decodePayloads(codec: PayloadCodec): RequestHandler {
  return async (request, response) => {
    const parsed = payloadsSchema.safeParse(request.body);
    if (!parsed.success) {
      response.status(400).json({ message: 'The body is not a list of payloads.' });
      return;
    }
    try {
      const payloads = await codec.decode(
        parsed.data.payloads.map(({ metadata, data }) => ({ metadata: metadata ?? {}, data: data ?? null })),
      );
      response.json({ payloads: payloads.map(jsonOf) });
    } catch {
      response
        .status(422)
        .json({ message: 'A payload was encrypted with a key that is not in SERVICE_KEYS.' });
    }
  };
}

type Payload = Awaited<ReturnType<PayloadCodec['decode']>>[number];

function jsonOf({ metadata, data }: Payload) {
  const entries = Object.entries(metadata ?? {}).map(([key, value]) => [key, base64(value)]);
  return { metadata: Object.fromEntries(entries) as unknown, data: base64(data ?? new Uint8Array()) };
}

function base64(value: Uint8Array): string {
  return Buffer.from(value).toString('base64');
}
