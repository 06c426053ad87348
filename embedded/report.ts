import type { StartSettings } from './settings';

/** Lines that are shown once everything runs: addresses, and an example to paste. */
export function startReport({ ports, given, env }: StartSettings, exampleBody: object): string {
  const api = `http://127.0.0.1:${ports.http}`;
  const rows: readonly (readonly [string, string])[] = [
    ['Portal', `${api}/`],
    ['API', `${api}/v1`],
    ['Try it', `${api}/docs`],
    ['OpenAPI', `${api}/openapi.json`],
    ['Temporal UI', given.temporal ? env.TEMPORAL_UI_ORIGIN : `http://127.0.0.1:${ports.temporalUi}`],
    ['Mailbox', given.mail ? '(your mail server)' : `http://127.0.0.1:${ports.mailbox}`],
    ['Phone', given.sms ? '(your SMS provider)' : `http://127.0.0.1:${ports.phone}`],
    ['Issuer', given.issuer ? '(your authorization server)' : `http://127.0.0.1:${ports.oauth}`],
    ['Network', given.network ? '(your operator)' : `http://127.0.0.1:${ports.oauth}/network`],
    ['Operator', `http://127.0.0.1:${ports.operator}/metrics`],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  const table = rows.map(([label, address]) => `  ${label.padEnd(width)}  ${address}`);
  return [
    '',
    'The service is running. Ctrl-C stops it; npm start goes on where it stood.',
    '',
    ...table,
    '',
    'Register the User Admin of an example company, then look into the mailbox:',
    '',
    exampleCall(api, exampleBody),
    '',
  ].join('\n');
}

function exampleCall(api: string, body: object): string {
  return [
    `  curl -s ${api}/v1/user-admin-registrations \\`,
    `    -H 'content-type: application/json' -H "idempotency-key: $(node -p 'crypto.randomUUID()')" \\`,
    `    -d '${JSON.stringify(body).replaceAll("'", String.raw`'\''`)}'`,
  ].join('\n');
}
